/** ChunkStored → what to analyze; what was found → ChunkAnalyzed. Rule: the only code of this service that sees generated classes. */
@NullMarked
package dev.rushes.analysis.wire;

import org.jspecify.annotations.NullMarked;
