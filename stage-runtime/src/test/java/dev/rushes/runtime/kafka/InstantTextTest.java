package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-28T22:12:34Z",
                "2026-11-28T22:12:00Z",
                "2026-11-28T22:12:34.500Z",
                "2026-11-28T22:12:34.000500Z",
                "2026-11-28T22:12:34.000000001Z",
                "1969-12-31T23:59:59.999Z",
                "-0044-03-15T12:00:00.010Z",
                "+12026-11-28T22:12:34.123456789Z"
            })
    void an_instant_is_written_as_java_writes_it(String text) {
        assertThat(InstantText.of(Instant.parse(text))).isEqualTo(text);
    }

    @Test
    void instants_in_any_order_are_written_as_java_writes_them() {
        long seed = 26;
        Random random = new Random(seed);
        for (int round = 0; round < 10_000; round++) {
            long nanos = random.nextLong(1_000) * (long) Math.pow(10, 3 * random.nextInt(3));
            Instant at = Instant.ofEpochSecond(1_790_000_000L + random.nextInt(4), nanos);
            assertThat(InstantText.of(at)).as("seed %d", seed).isEqualTo(at.toString());
        }
    }
}
