package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.runtime.rules.GiveWayRule.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GiveWayRuleTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Terms TERMS = new Terms(Duration.ofMillis(300), Duration.ofSeconds(10), Duration.ofSeconds(2));

    private final GiveWayRule rule = new GiveWayRule(TERMS, START);

    @Test
    void workGoesOnWhileNoRequestIsLate() {
        assertThat(rule.givesWay(at(0))).isFalse();
        assertThat(rule.givesWay(at(100_000))).isFalse();
    }

    @Test
    void aLateRequestMakesWorkGiveWayUntilNoneHasBeenLateForAWhile() {
        rule.late(at(1_000));
        assertThat(rule.givesWay(at(1_000))).isTrue();
        rule.late(at(1_200));
        assertThat(rule.givesWay(at(1_499))).isTrue();
        assertThat(rule.givesWay(at(1_500))).isFalse();
    }

    @Test
    void afterTheLongestTimeWorkHasItsTurnThatNoRequestTakesFromIt() {
        for (int millis = 0; millis < 10_000; millis += 100) {
            rule.late(at(millis));
            assertThat(rule.givesWay(at(millis))).isTrue();
        }
        for (int millis = 10_000; millis < 12_000; millis += 100) {
            rule.late(at(millis));
            assertThat(rule.givesWay(at(millis))).as("at %d ms", millis).isFalse();
        }
        rule.late(at(12_000));
        assertThat(rule.givesWay(at(12_000))).isTrue();
    }

    @Test
    void shortRestsBetweenRequestsDoNotMakeItLonger() {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            GiveWayRule any = new GiveWayRule(TERMS, START);
            int worked = 0;
            int millis = 0;
            for (; millis < 120_000; millis += 10) {
                if (random.nextInt(20) == 0) {
                    any.late(at(millis));
                }
                worked += any.givesWay(at(millis)) ? 0 : 10;
            }
            // Credit for the first time is there from the start.
            assertThat(worked).as("seed %d", seed).isGreaterThanOrEqualTo((millis - 10_000) / 6 - 100);
        }
    }

    @Test
    void withoutALongestTimeWorkNeverGivesWay() {
        GiveWayRule never =
                new GiveWayRule(new Terms(Duration.ofMillis(1), Duration.ZERO, Duration.ofSeconds(1)), START);
        never.late(at(10));
        assertThat(never.givesWay(at(10))).isFalse();
    }

    @Test
    void termsThatCanNotBeKeptAreRefused() {
        assertThatThrownBy(() -> new Terms(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessageContaining("quiet > 0");
        assertThatThrownBy(() -> new Terms(Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO))
                .hasMessageContaining("turn > 0");
    }

    private static Instant at(long millis) {
        return START.plusMillis(millis);
    }
}
