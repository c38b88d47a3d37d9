package dev.rushes.split.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is really in the footage, as its packets tell it.
 *
 * @param video the picked video track; empty if there is none, or it shows nothing
 * @param sound the picked audio track; empty if there is none, or it is empty
 */
public record Survey(Optional<GopTable> video, Optional<Sound> sound) {

    public boolean isEmpty() {
        return video.isEmpty() && sound.isEmpty();
    }

    /** The tracks' own time at which the source's clock begins: that of the first picture or sound. */
    public Rational origin() {
        return spans().map(Span::start).reduce(Rational::min).orElse(Rational.ZERO);
    }

    /** Measured length of the footage: from the first picture or sound to the end of the last. */
    public Rational duration() {
        return spans().map(Span::end)
                .reduce(Rational::max)
                .orElse(Rational.ZERO)
                .minus(origin());
    }

    private Stream<Span> spans() {
        return Stream.concat(video.map(gops -> gops.packets().span()).stream(), sound.map(Sound::span).stream());
    }
}
