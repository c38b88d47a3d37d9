package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SchemaDoubtTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final SchemaDoubt doubt = new SchemaDoubt(3);
    private long now = Long.MAX_VALUE - 5 * SECOND;

    @Test
    void a_schema_is_to_blame_when_others_are_known_each_time() {
        assertThat(unanswered(7, true)).isFalse();
        assertThat(unanswered(7, true)).isFalse();
        assertThat(unanswered(7, true)).isFalse();
        assertThat(unanswered(8, true)).as("another one").isFalse();
        assertThat(unanswered(7, true)).isTrue();
        assertThat(unanswered(7, true)).as("it stays so").isTrue();
    }

    @Test
    void while_nothing_is_known_the_registry_is_away_however_often_and_what_was_before_does_not_count() {
        for (int time = 0; time < 3; time++) {
            assertThat(unanswered(7, true)).isFalse();
        }
        for (int time = 0; time < 100; time++) {
            assertThat(unanswered(7, false)).isFalse();
        }
        assertThat(unanswered(7, true)).isFalse();
    }

    @Test
    void an_answer_makes_an_end_of_it() {
        for (int time = 0; time < 4; time++) {
            boolean unused = unanswered(7, true);
        }
        doubt.answered(7);

        assertThat(unanswered(7, true)).isFalse();
    }

    @Test
    void records_that_ask_side_by_side_count_once() {
        for (int record = 0; record < 100; record++) {
            assertThat(doubt.unanswered(7, true, now + record)).isFalse();
        }
        assertThat(unanswered(7, true)).isFalse();
    }

    @Test
    void a_bounded_number_of_schemas_is_remembered() {
        for (int schema = 0; schema < 5_000; schema++) {
            assertThat(unanswered(schema, true)).isFalse();
        }
    }

    private boolean unanswered(int schema, boolean othersKnown) {
        now += SECOND;
        return doubt.unanswered(schema, othersKnown, now);
    }
}
