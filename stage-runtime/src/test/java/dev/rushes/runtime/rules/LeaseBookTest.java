package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.runtime.rules.LeaseBook.Holder;
import dev.rushes.runtime.rules.LeaseBook.Lease;
import dev.rushes.runtime.rules.LeaseBook.Standing;
import java.time.Duration;
import java.time.Instant;
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

    private final LeaseBook book = new LeaseBook(100);

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
