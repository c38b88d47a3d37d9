package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who may run beside whom after processes have died. */
class SuspectsTest {
    private final Suspects<String> suspects = new Suspects<>(3);

    @Test
    void witnesses_of_one_death_run_side_by_side() {
        assertThat(suspects.begin("one", 1)).isTrue();
        assertThat(suspects.begin("other", 1)).isTrue();
        assertThat(suspects.begin("innocent", 0)).isTrue();
    }

    @Test
    void who_was_present_at_two_deaths_waits_until_no_other_witness_runs() {
        assertThat(suspects.begin("witness", 1)).isTrue();
        assertThat(suspects.begin("suspect", 2)).isFalse();

        suspects.end("witness");

        assertThat(suspects.begin("suspect", 2)).isTrue();
    }

    @Test
    void beside_a_suspect_only_innocents_begin() {
        assertThat(suspects.begin("suspect", 2)).isTrue();

        assertThat(suspects.mayBegin(0)).isTrue();
        assertThat(suspects.mayBegin(1)).isFalse();
        assertThat(suspects.mayBegin(2)).isFalse();
    }

    @Test
    void a_killer_is_buried_whatever_runs_and_holds_up_nobody() {
        assertThat(suspects.begin("suspect", 2)).isTrue();
        assertThat(suspects.begin("killer", 3)).isTrue();

        suspects.end("suspect");

        assertThat(suspects.mayBegin(2)).isTrue();
    }

    @Test
    void where_two_deaths_make_a_killer_a_witness_of_one_runs_alone() {
        Suspects<String> strict = new Suspects<>(2);

        assertThat(strict.begin("witness", 1)).isTrue();
        assertThat(strict.begin("other", 1)).isFalse();
    }

    @Test
    void where_one_death_makes_a_killer_nobody_waits() {
        Suspects<String> strictest = new Suspects<>(1);

        assertThat(strictest.begin("witness", 1)).isTrue();
        assertThat(strictest.begin("other", 1)).isTrue();
    }
}
