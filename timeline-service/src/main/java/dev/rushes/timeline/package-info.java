/** Takes ChunkAnalyzed, SplitFinished and MediaStored, gives TimelineAssembled. Fan-in fires once for each job and run. */
@NullMarked
package dev.rushes.timeline;

import org.jspecify.annotations.NullMarked;
