package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CommitFrontierTest {
    private final CommitFrontier frontier = new CommitFrontier(7);

    @Test
    void nothing_seen_means_nothing_to_commit() {
        assertThat(frontier.position()).isEmpty();
    }

    @Test
    void the_position_stays_at_the_oldest_open_record_whatever_else_is_finished() {
        seen(10, 11, 14, 15, 18);
        finish(11);
        finish(15);
        assertThat(frontier.position()).hasValue(10);
        assertThat(frontier.finishedAhead()).containsExactly(11L, 15L);

        finish(10);
        assertThat(frontier.position()).hasValue(12);

        finish(14);
        assertThat(frontier.position()).hasValue(16);
        assertThat(frontier.finishedAhead()).isEmpty();
    }

    @Test
    void a_finish_from_an_earlier_assignment_moves_nothing() {
        seen(10);
        assertThat(frontier.finish(6, 10)).isFalse();
        assertThat(frontier.position()).hasValue(10);
    }

    @Test
    void a_record_is_finished_once() {
        seen(10, 11);
        assertThat(frontier.finish(7, 11)).isTrue();
        assertThat(frontier.finish(7, 11)).isFalse();
        assertThat(frontier.finish(7, 99)).isFalse();
    }

    @Test
    void what_an_earlier_owner_finished_needs_no_work() {
        frontier.assumeFinished(Set.of(11L, 12L));
        assertThat(frontier.register(10)).isTrue();
        assertThat(frontier.register(11)).isFalse();
        assertThat(frontier.register(12)).isFalse();
        finish(10);
        assertThat(frontier.position()).hasValue(13);
    }

    @Test
    void offsets_that_go_backwards_are_refused() {
        seen(10);
        assertThatThrownBy(() -> frontier.register(10)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatever_the_gaps_and_the_order_the_position_is_the_end_of_the_finished_prefix() {
        for (long seed = 1; seed <= 300; seed++) {
            new Run(seed).play();
        }
    }

    private void seen(long... offsets) {
        for (long offset : offsets) {
            assertThat(frontier.register(offset)).isTrue();
        }
    }

    private void finish(long offset) {
        assertThat(frontier.finish(7, offset)).isTrue();
    }

    /** One random life of a partition, compared after each step with a model that is too simple to be wrong. */
    private static final class Run {
        private final long seed;
        private final Random random;
        private final CommitFrontier frontier = new CommitFrontier(1);
        private final List<Long> seen = new ArrayList<>();
        private final Set<Long> finished = new HashSet<>();
        private long nextOffset;
        private long lastPosition = -1;

        Run(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.nextOffset = random.nextInt(1_000);
        }

        void play() {
            for (int step = 0; step < 200; step++) {
                if (random.nextInt(3) == 0) {
                    register();
                } else {
                    finishAny();
                }
                check(step);
            }
        }

        private void register() {
            nextOffset += 1 + (random.nextInt(4) == 0 ? random.nextInt(5) : 0);
            assertThat(frontier.register(nextOffset)).as("seed %d", seed).isTrue();
            seen.add(nextOffset);
        }

        private void finishAny() {
            List<Long> open = new ArrayList<>(seen);
            open.removeAll(finished);
            if (open.isEmpty()) {
                return;
            }
            long offset = open.get(random.nextInt(open.size()));
            assertThat(frontier.finish(0, offset))
                    .as("seed %d: stale epoch", seed)
                    .isFalse();
            assertThat(frontier.finish(1, offset)).as("seed %d", seed).isTrue();
            finished.add(offset);
        }

        private void check(int step) {
            OptionalLong expected = expected();
            assertThat(frontier.position()).as("seed %d, step %d", seed, step).isEqualTo(expected);
            expected.ifPresent(position -> {
                assertThat(position).as("seed %d: never backwards", seed).isGreaterThanOrEqualTo(lastPosition);
                lastPosition = position;
            });
            TreeSet<Long> ahead = new TreeSet<>(finished);
            ahead.removeIf(offset -> offset < expected.orElse(0));
            assertThat(frontier.finishedAhead()).as("seed %d", seed).isEqualTo(ahead);
            assertThat(frontier.openCount()).isEqualTo(seen.size() - finished.size());
            assertThat(frontier.span()).isEqualTo(seen.size() - finished.size() + ahead.size());
            assertThat(frontier.oldestOpen())
                    .isEqualTo(seen.stream()
                            .filter(offset -> !finished.contains(offset))
                            .mapToLong(Long::longValue)
                            .min());
            checkMiddle(ahead);
        }

        private void checkMiddle(TreeSet<Long> ahead) {
            OptionalLong middle = frontier.middleFinished();
            assertThat(middle.isPresent()).isEqualTo(!ahead.isEmpty());
            middle.ifPresent(its ->
                    assertThat(ahead.headSet(its, true)).as("seed %d", seed).hasSize((ahead.size() + 1) / 2));
        }

        private OptionalLong expected() {
            if (seen.isEmpty()) {
                return OptionalLong.empty();
            }
            long position = seen.getFirst();
            for (long offset : seen) {
                if (!finished.contains(offset)) {
                    return OptionalLong.of(position);
                }
                position = offset + 1;
            }
            return OptionalLong.of(Collections.max(finished) + 1);
        }
    }
}
