/** Takes MediaStored, gives ChunkStored and SplitFinished. Chunks partition the video track to the frame. */
@NullMarked
package dev.rushes.split;

import org.jspecify.annotations.NullMarked;
