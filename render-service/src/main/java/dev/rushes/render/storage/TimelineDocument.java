package dev.rushes.render.storage;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.render.domain.Cut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the render reads of {@code timeline/timeline.json} ({@code docs/formats.md}); other fields pass by.
 *
 * @param version 1
 * @param footage where the source has anything
 * @param video whether the film has pictures
 * @param audio whether the film has sound
 * @param clips in the order of the film
 */
record TimelineDocument(
        int version,
        @Nullable Stretch footage,
        boolean video,
        boolean audio,
        @Nullable List<@Nullable Clip> clips) {
    private static final int KNOWN_VERSION = 1;

    /**
     * One clip.
     *
     * @param source where it lies on the source's clock
     */
    record Clip(@Nullable Stretch source) {}

    /**
     * A span as the document writes it.
     *
     * @param start {@code "value/scale"} in seconds
     * @param end {@code "value/scale"} in seconds, exclusive
     */
    record Stretch(@Nullable String start, @Nullable String end) {

        Span span() {
            if (start == null || end == null) {
                throw new IllegalArgumentException("Expected a span with a start and an end, but got " + this);
            }
            Span span = new Span(Rational.parse(start), Rational.parse(end));
            if (span.start().isLessThan(Rational.ZERO)) {
                throw new IllegalArgumentException("Expected a span from 0 on, but got " + this);
            }
            return span;
        }
    }

    /**
     * @param mostClips more are refused
     * @throws IllegalArgumentException if the document does not say what its contract says
     */
    Cut cut(int mostClips) {
        if (version != KNOWN_VERSION || footage == null || clips == null) {
            throw new IllegalArgumentException(
                    "Expected a timeline of version 1 with footage and clips, but got version " + version);
        }
        if (clips.size() > mostClips) {
            throw new IllegalArgumentException(
                    "Expected at most %d clips, but got %d".formatted(mostClips, clips.size()));
        }
        return new Cut(clips.stream().map(TimelineDocument::span).toList(), footage.span(), video, audio);
    }

    private static Span span(@Nullable Clip clip) {
        if (clip == null || clip.source() == null) {
            throw new IllegalArgumentException("Expected a clip with a source, but got none");
        }
        return clip.source().span();
    }
}
