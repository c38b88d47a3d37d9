package dev.rushes.timeline.domain;

import java.util.UUID;

/** What the stage takes. Each input knows the identifier of the fact that it came as, so that a repeat can be told. */
public sealed interface TimelineInput {

    /** Identifier of the fact. */
    UUID eventId();

    /** One chunk has been looked at. */
    record Chunk(UUID eventId, AnalyzedChunk chunk) implements TimelineInput {}

    /**
     * The chunks to wait for are known.
     *
     * @param videoChunks how many there are of the video track; indices run from 0
     * @param audioChunks how many there are of the audio track
     */
    record Expectation(UUID eventId, Footage footage, int videoChunks, int audioChunks) implements TimelineInput {
        public Expectation {
            if (videoChunks < 0 || audioChunks < 0) {
                throw new IllegalArgumentException("Expected chunk counts of at least 0, but got " + videoChunks
                        + " of video and " + audioChunks + " of audio");
            }
        }
    }
}
