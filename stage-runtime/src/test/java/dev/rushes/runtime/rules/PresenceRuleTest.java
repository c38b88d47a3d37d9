package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.runtime.rules.PresenceRule.Presence;
import dev.rushes.runtime.rules.PresenceRule.Sign;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PresenceRuleTest {
    private static final Instant HEARD = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final PresenceRule rule = new PresenceRule(3, Duration.ofHours(1));

    @Test
    void a_worker_is_alive_until_it_has_missed_three_intervals() {
        assertThat(after(Duration.ZERO)).isEqualTo(Presence.ALIVE);
        assertThat(after(Duration.ofSeconds(15))).isEqualTo(Presence.ALIVE);
        assertThat(after(Duration.ofMillis(15_001))).isEqualTo(Presence.LOST);
    }

    @Test
    void a_lost_worker_is_forgotten_after_a_while_and_one_that_said_goodbye_at_once() {
        assertThat(after(Duration.ofSeconds(3615))).isEqualTo(Presence.LOST);
        assertThat(after(Duration.ofMillis(3_615_001))).isEqualTo(Presence.GONE);
        assertThat(rule.judge(new Sign.Farewell(), HEARD)).isEqualTo(Presence.GONE);
    }

    @Test
    void a_clock_that_was_set_back_loses_nobody() {
        assertThat(after(Duration.ofHours(-2))).isEqualTo(Presence.ALIVE);
    }

    @Test
    void a_promise_that_makes_no_sense_keeps_nobody_alive_for_ever() {
        for (Duration claimed : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(400)}) {
            Sign.Beat beat = new Sign.Beat(HEARD, claimed);
            assertThat(rule.judge(beat, HEARD.plusSeconds(1))).isEqualTo(Presence.ALIVE);
            assertThat(rule.judge(beat, HEARD.plus(Duration.ofMinutes(31)))).isEqualTo(Presence.LOST);
        }
    }

    @Test
    void a_sign_from_the_log_is_as_old_as_it_says_and_a_live_one_is_heard_now() {
        Instant now = HEARD.plusSeconds(60);
        assertThat(PresenceRule.heard(HEARD, now, false)).isEqualTo(HEARD);
        assertThat(PresenceRule.heard(HEARD, now, true)).isEqualTo(now);
        assertThat(PresenceRule.heard(now.plusSeconds(900), now, false)).isEqualTo(now);
    }

    @Test
    void limits_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> new PresenceRule(0, Duration.ZERO)).hasMessageContaining("Expected at least 1");
    }

    private Presence after(Duration silence) {
        return rule.judge(new Sign.Beat(HEARD, INTERVAL), HEARD.plus(silence));
    }
}
