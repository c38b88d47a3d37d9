package dev.rushes.render.domain;

import dev.rushes.media.value.Rational;
import java.util.List;
import java.util.Optional;

/**
 * A film before it is made.
 *
 * @param format container and codecs
 * @param segments in the order of the film; at least one
 * @param size of the picture
 * @param frameRate constant pictures a second
 * @param picture what it shows
 * @param sound the sound to read; a {@link Picture.Waveform} has it even where the format is silent
 * @param container of the source, as a probe names it
 */
public record RenderPlan(
        FilmFormat format,
        List<Segment> segments,
        FrameSize size,
        Rational frameRate,
        Picture picture,
        Optional<Sound> sound,
        String container) {

    /** Samples a second and channel in every film. */
    public static final int SAMPLE_RATE = 48_000;

    public RenderPlan {
        segments = List.copyOf(segments);
    }

    public long frames() {
        return segments.stream().mapToLong(Segment::frames).sum();
    }

    /** Exact length of the film. */
    public Rational length() {
        return lengthOf(frames());
    }

    /** Exact length of so many pictures. */
    public Rational lengthOf(long pictures) {
        return Rational.of(pictures, 1).dividedBy(frameRate);
    }

    /** Whether the film is heard. */
    public boolean audible() {
        return sound.isPresent() && format.hasSound();
    }
}
