package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowRateTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final FlowRate rate = new FlowRate(Duration.ofSeconds(60));

    @Test
    void nothing_is_known_before_the_second_look() {
        assertThat(rate.perMinute()).isEmpty();
        note(0, Map.of("a", 500L));
        assertThat(rate.perMinute()).isEmpty();
        assertThat(rate.over()).isZero();
    }

    @Test
    void what_was_done_before_the_first_look_does_not_count() {
        note(0, Map.of("a", 500L));
        note(30, Map.of("a", 510L));
        assertThat(rate.perMinute()).hasValue(20);
        assertThat(rate.over()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void all_sources_count_together_and_one_that_comes_later_counts_whole() {
        note(0, Map.of("a", 500L));
        note(60, Map.of("a", 510L, "b", 5L));
        assertThat(rate.perMinute()).hasValue(15);
    }

    @Test
    void what_a_source_has_done_stays_when_it_goes() {
        note(0, Map.of("a", 0L, "b", 0L));
        note(30, Map.of("a", 10L, "b", 10L));
        note(60, Map.of("a", 10L));
        assertThat(rate.perMinute()).hasValue(20);
    }

    @Test
    void only_the_window_counts() {
        note(0, Map.of("a", 0L));
        note(10, Map.of("a", 1_000L));
        for (int at = 20; at <= 120; at += 10) {
            note(at, Map.of("a", 1_000L));
        }
        assertThat(rate.perMinute()).hasValue(0);
        assertThat(rate.over()).isEqualTo(Duration.ofSeconds(60));
    }

    private void note(int seconds, Map<String, Long> counts) {
        rate.note(START.plusSeconds(seconds), counts);
    }
}
