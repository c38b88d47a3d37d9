package dev.rushes.split.domain;

import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.Rational;

/** What the split tells the stages after it. */
public sealed interface SplitFact {

    /**
     * One chunk is stored.
     *
     * @param footage measured length of the footage; all chunks of the track together are no longer
     */
    record ChunkReady(Chunk chunk, MediaInfo info, Rational footage) implements SplitFact {}

    /**
     * All chunks are stored, and these are the numbers to wait for.
     *
     * @param duration measured length of the footage
     */
    record Finished(Footage footage, int videoChunks, int audioChunks, Rational duration) implements SplitFact {}
}
