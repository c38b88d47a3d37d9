package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.runtime.rules.ReadinessRule.Readiness;
import dev.rushes.runtime.rules.ReadinessRule.Signs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadinessRuleTest {
    private static final Signs FINE = new Signs(true, Duration.ofMillis(100));

    private final ReadinessRule rule = new ReadinessRule(Duration.ofSeconds(45), Duration.ofMinutes(30));

    @Test
    void one_loop_that_hangs_is_enough_even_if_it_still_counts_as_a_member() {
        assertThat(rule.judge(true, List.of(FINE, new Signs(true, Duration.ofSeconds(45)))))
                .isEqualTo(Readiness.READY);
        assertThat(rule.judge(true, List.of(FINE, new Signs(true, Duration.ofSeconds(46)))))
                .isEqualTo(Readiness.HANGING);
        assertThat(rule.judge(true, List.of(FINE, new Signs(false, Duration.ofSeconds(46)))))
                .isEqualTo(Readiness.HANGING);
    }

    @Test
    void an_instance_is_ready_when_every_consumer_belongs_to_its_group() {
        assertThat(rule.judge(true, List.of(FINE, new Signs(false, Duration.ZERO))))
                .isEqualTo(Readiness.STARTING);
        assertThat(rule.judge(false, List.of(FINE))).isEqualTo(Readiness.STARTING);
        assertThat(rule.judge(true, List.of())).isEqualTo(Readiness.READY);
    }

    @Test
    void a_record_is_stuck_when_it_holds_back_commits_for_too_long() {
        assertThat(rule.stuck(Duration.ofMinutes(30))).isFalse();
        assertThat(rule.stuck(Duration.ofMinutes(31))).isTrue();
    }
}
