package dev.rushes.timeline.domain;

import dev.rushes.media.value.Span;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import java.util.Optional;

/**
 * One chunk that the analysis is through with.
 *
 * @param track track of the chunk
 * @param index position in the track, from 0
 * @param span where it lies on the source's clock
 * @param findings where the findings are; empty for a chunk that could not be analyzed
 * @param analyzer name and version of the analyzer
 * @param problem what did not work, in a sentence for people
 */
public record AnalyzedChunk(
        Track track, int index, Span span, Optional<StoredObject> findings, String analyzer, Optional<String> problem) {

    public AnalyzedChunk {
        if (index < 0) {
            throw new IllegalArgumentException("Expected a chunk index of at least 0, but got " + index);
        }
    }

    /** Whether nothing is known about this stretch of its track. */
    public boolean gap() {
        return findings.isEmpty();
    }

    /** The chunk's name in logs and keys, such as "video-00003". */
    public String unit() {
        return track.unit(index);
    }
}
