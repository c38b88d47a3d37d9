package dev.rushes.split.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.Rational;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChunkLengthsTest {
    private final ChunkLengths lengths = new ChunkLengths(
            Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofMinutes(10));

    @Test
    void suitsTheAnalyzerUnlessTheCallerAsks() {
        assertThat(lengths.wanted(Optional.empty(), "local")).isEqualTo(Rational.of(10, 1));
        assertThat(lengths.wanted(Optional.empty(), "gemini")).isEqualTo(Rational.of(60, 1));
        assertThat(lengths.wanted(Optional.of(Duration.ofMillis(2500)), "local"))
                .isEqualTo(Rational.of(5, 2));
    }

    @Test
    void staysWithinItsBounds() {
        assertThat(lengths.wanted(Optional.of(Duration.ofMillis(5)), "local")).isEqualTo(Rational.of(1, 1));
        assertThat(lengths.wanted(Optional.of(Duration.ofHours(5)), "local")).isEqualTo(Rational.of(600, 1));
    }
}
