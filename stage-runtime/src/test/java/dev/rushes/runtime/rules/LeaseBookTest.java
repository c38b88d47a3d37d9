package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.runtime.rules.LeaseBook.Holder;
import dev.rushes.runtime.rules.LeaseBook.Lease;
import dev.rushes.runtime.rules.LeaseBook.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who works on what, as far as one instance has heard. */
class LeaseBookTest {
    private static final Duration LENGTH = Duration.ofSeconds(15);
    private static final Holder ME = new Holder("one", "life-2");
    private static final Holder OTHER = new Holder("other", "life-1");
    private static final Holder NAMESAKE = new Holder("one", "life-1");
    private static final String SEQUENCE = "rushes.render/7c9e6679-7425-40de-944b-e07fc1f90ae7";
    private static final String WORK = "rushes.render-3@1201#1.0";

    private final LeaseBook book = new LeaseBook(100, false);

    @Test
    void work_is_free_when_its_holder_has_been_silent_for_the_length_of_its_lease() {
        hear(OTHER, 1, 0);

        assertThat(book.standing(WORK, ME, at(14))).isEqualTo(new Standing.Elsewhere(at(15)));
        assertThat(book.standing(WORK, ME, at(15))).isEqualTo(new Standing.Free(1));
    }

    @Test
    void silence_counts_only_as_far_as_everything_was_heard() {
        hear(OTHER, 1, 0);
        Instant heardUpTo = at(10);

        assertThat(book.standing(WORK, ME, heardUpTo)).isInstanceOf(Standing.Elsewhere.class);
        assertThat(book.standing(WORK, ME, Instant.MIN)).isInstanceOf(Standing.Elsewhere.class);
    }

    @Test
    void of_a_former_life_two_beats_without_a_sign_are_enough() {
        hear(NAMESAKE, 1, 0);

        assertThat(book.standing(WORK, ME, at(9))).isInstanceOf(Standing.Elsewhere.class);
        assertThat(book.standing(WORK, ME, at(10))).isEqualTo(new Standing.Free(1));
    }

    @Test
    void what_a_former_life_held_is_free_at_once_if_nobody_else_can_bear_the_name() {
        LeaseBook sole = new LeaseBook(100, true);
        sole.hear(lease(NAMESAKE, 1), LeaseSign.HELD, LENGTH, at(0));

        assertThat(sole.standing(WORK, ME, at(0))).isEqualTo(new Standing.Free(1));
        assertThat(sole.standing(WORK, OTHER, at(14))).isEqualTo(new Standing.Elsewhere(at(15)));
    }

    @Test
    void an_instance_of_the_same_name_that_lives_keeps_its_work() {
        for (int second = 0; second <= 60; second += 5) {
            hear(NAMESAKE, 1, second);
            assertThat(book.standing(WORK, ME, at(second + 6))).isInstanceOf(Standing.Elsewhere.class);
        }
    }

    @Test
    void a_sequence_is_busy_elsewhere_while_somebody_else_works_on_something_of_it() {
        assertThat(book.isBusyElsewhere(SEQUENCE, ME, at(1))).isFalse();
        hear(OTHER, 1, 0);

        assertThat(book.isBusyElsewhere(SEQUENCE, ME, at(1))).isTrue();
        assertThat(book.isBusyElsewhere(SEQUENCE, OTHER, at(1))).isFalse();
        assertThat(book.isBusyElsewhere(SEQUENCE, ME, at(15))).isFalse();
        book.hear(lease(OTHER, 1), LeaseSign.ENDED, LENGTH, at(2));
        assertThat(book.isBusyElsewhere(SEQUENCE, ME, at(3))).isFalse();
    }

    /** There may be two copies of a record, and each can be found by somebody else. */
    @Test
    void of_two_who_take_the_same_epoch_one_that_leaves_takes_the_start_of_the_other_from_nobody() {
        for (Holder first : List.of(ME, OTHER)) {
            Holder second = first.equals(ME) ? OTHER : ME;
            LeaseBook bystander = new LeaseBook(100, false);
            bystander.hear(lease(first, 1), LeaseSign.HELD, LENGTH, at(0));
            bystander.hear(lease(first, 1), LeaseSign.LEFT, LENGTH, at(1));
            bystander.hear(lease(second, 1), LeaseSign.HELD, LENGTH, at(1));

            assertThat(bystander.isOutdated(lease(second, 1))).isFalse();
            assertThat(bystander.standing(WORK, NAMESAKE, at(2))).isInstanceOf(Standing.Elsewhere.class);
            assertThat(bystander.standing(WORK, NAMESAKE, at(16))).isEqualTo(new Standing.Free(1));
        }
    }

    @Test
    void of_two_who_take_the_same_epoch_neither_goes_on_when_the_other_has_ended_the_work() {
        hear(ME, 1, 0);
        book.hear(lease(ME, 1), LeaseSign.ENDED, LENGTH, at(1));
        hear(OTHER, 1, 1);

        assertThat(book.isOver(WORK)).isTrue();
        assertThat(book.isOutdated(lease(OTHER, 1))).isTrue();
    }

    @Test
    void whoever_was_taken_over_changes_nothing_any_more() {
        hear(OTHER, 1, 0);
        hear(ME, 2, 20);
        hear(OTHER, 1, 21);

        assertThat(book.standing(WORK, ME, at(22))).isEqualTo(new Standing.Mine());
        assertThat(book.isOutdated(lease(OTHER, 1))).isTrue();
    }

    private void hear(Holder holder, int epoch, int second) {
        book.hear(lease(holder, epoch), LeaseSign.HELD, LENGTH, at(second));
    }

    private static Lease lease(Holder holder, int epoch) {
        return new Lease(WORK, Optional.of(SEQUENCE), holder, epoch, 1);
    }

    private static Instant at(int second) {
        return Instant.EPOCH.plusSeconds(second);
    }
}
