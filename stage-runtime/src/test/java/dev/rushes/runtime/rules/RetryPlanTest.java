package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPlanTest {
    private static final List<Duration> WAITS =
            List.of(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(30));
    private static final RetryPlan PLAN = new RetryPlan(WAITS);

    @Test
    void the_waits_are_those_of_the_list_and_the_last_one_holds_from_then_on() {
        assertThat(PLAN.delay(1, 0, Optional.empty())).isEqualTo(Duration.ofSeconds(5));
        assertThat(PLAN.delay(2, 0, Optional.empty())).isEqualTo(Duration.ofMinutes(5));
        assertThat(PLAN.delay(3, 0, Optional.empty())).isEqualTo(Duration.ofMinutes(30));
        assertThat(PLAN.delay(4, 0, Optional.empty())).isEqualTo(Duration.ofMinutes(30));
        assertThat(PLAN.delay(Integer.MAX_VALUE, 0, Optional.empty())).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void chance_adds_up_to_a_tenth_and_takes_nothing_away() {
        Random random = new Random(7);
        for (int round = 0; round < 1_000; round++) {
            int tries = 1 + random.nextInt(5);
            Duration planned = WAITS.get(Math.min(tries, WAITS.size()) - 1);

            assertThat(PLAN.delay(tries, random.nextDouble(), Optional.empty()))
                    .isBetween(planned, planned.plus(planned.dividedBy(10)));
        }
    }

    @Test
    void a_hint_from_outside_is_a_floor() {
        assertThat(PLAN.delay(1, 0, Optional.of(Duration.ofHours(1)))).isEqualTo(Duration.ofHours(1));
        assertThat(PLAN.delay(2, 0, Optional.of(Duration.ofSeconds(1)))).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void a_plan_without_waits_is_none() {
        assertThatThrownBy(() -> new RetryPlan(List.of())).hasMessageContaining("at least one wait");
        assertThatThrownBy(() -> new RetryPlan(List.of(Duration.ZERO))).hasMessageContaining("positive");
    }
}
