/** Takes ChunkStored, gives ChunkAnalyzed. A chunk is analyzed once, however often it is announced. */
@NullMarked
package dev.rushes.analysis;

import org.jspecify.annotations.NullMarked;
