package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How long a record that is due much later lies on the shelf before it is written anew. */
class ShelfRuleTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void a_record_rests_for_half_of_its_wait() {
        assertThat(ShelfRule.rest(NOW, NOW.plus(Duration.ofMinutes(30)), NOW)).contains(Duration.ofMinutes(15));
        assertThat(ShelfRule.rest(NOW.minusSeconds(60), NOW.plus(Duration.ofMinutes(29)), NOW))
                .contains(Duration.ofMinutes(14));
    }

    @Test
    void however_long_its_wait_it_rests_for_an_hour_at_most() {
        assertThat(ShelfRule.rest(NOW, NOW.plus(Duration.ofDays(1)), NOW)).contains(Duration.ofHours(1));
    }

    @Test
    void ten_minutes_and_less_are_one_rest() {
        assertThat(ShelfRule.rest(NOW, NOW.plus(Duration.ofMinutes(10)), NOW))
                .contains(Duration.ofMinutes(10).minusSeconds(15));
        assertThat(ShelfRule.rest(NOW, NOW.plus(Duration.ofMinutes(12)), NOW)).contains(Duration.ofMinutes(10));
        assertThat(ShelfRule.rest(NOW, NOW.plusSeconds(35), NOW)).contains(Duration.ofSeconds(20));
    }

    @Test
    void what_is_written_anew_is_far_enough_away_to_rest_again() {
        assertThat(ShelfRule.isFar(NOW.plusSeconds(35), NOW)).isTrue();
        assertThat(ShelfRule.isFar(NOW.plusSeconds(34), NOW)).isFalse();
    }

    @Test
    void what_has_rested_or_is_due_soon_rests_no_more() {
        Instant due = NOW.plus(Duration.ofMinutes(30));

        assertThat(ShelfRule.rest(NOW, due, NOW.plus(Duration.ofMinutes(15)).minusSeconds(19)))
                .isEmpty();
        assertThat(ShelfRule.rest(NOW, NOW.plusSeconds(34), NOW)).isEmpty();
        assertThat(ShelfRule.rest(Instant.EPOCH, due, NOW)).isEmpty();
    }

    @Test
    void a_record_due_in_eight_hours_is_written_anew_a_dozen_times_at_most() {
        Instant due = NOW.plus(Duration.ofHours(8));
        Instant now = NOW;
        int written = 0;
        for (var rest = ShelfRule.rest(now, due, now); rest.isPresent(); rest = ShelfRule.rest(now, due, now)) {
            now = now.plus(rest.get());
            written++;
        }

        assertThat(written).isLessThanOrEqualTo(12);
        assertThat(Duration.between(now, due)).isLessThanOrEqualTo(Duration.ofSeconds(15));
    }
}
