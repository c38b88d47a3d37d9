package dev.rushes.split.domain;

import dev.rushes.media.value.Rational;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a video chunk should be.
 *
 * @param local length for the analyzer on this machine, which is quick with short chunks
 * @param remote length for analyzers elsewhere, where every call costs
 * @param shortest least length that a caller may ask for
 * @param longest greatest length that a caller may ask for
 */
public record ChunkLengths(Duration local, Duration remote, Duration shortest, Duration longest) {
    private static final String LOCAL_ANALYZER = "local";

    public ChunkLengths {
        if (shortest.compareTo(Duration.ofMillis(1)) < 0 || longest.compareTo(shortest) < 0) {
            throw new IllegalArgumentException("Expected chunk lengths from 1 ms upwards, the shortest first, but got "
                    + shortest + " and " + longest);
        }
    }

    /**
     * The wanted length in seconds.
     *
     * @param asked what the caller asks for
     * @param analyzer name of the analyzer that will look at the chunks
     */
    public Rational wanted(Optional<Duration> asked, String analyzer) {
        Duration usual = LOCAL_ANALYZER.equals(analyzer) ? local : remote;
        Duration length = asked.orElse(usual);
        if (length.compareTo(shortest) < 0) {
            return Rational.of(shortest);
        }
        return Rational.of(length.compareTo(longest) > 0 ? longest : length);
    }
}
