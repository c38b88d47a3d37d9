package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FinishedAheadTest {

    @Test
    void what_is_written_is_read_again_for_any_set_of_offsets() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            long position = random.nextLong(1L << 40);
            TreeSet<Long> offsets = new TreeSet<>();
            long next = position;
            for (int count = random.nextInt(60); count > 0; count--) {
                next += 1 + random.nextInt(random.nextBoolean() ? 2 : 10_000);
                offsets.add(next);
            }
            String note = FinishedAhead.encode(position, offsets, 3_000);
            assertThat(FinishedAhead.decode(position, note)).as("seed %d", seed).isEqualTo(offsets);
        }
    }

    @Test
    void a_note_that_grows_too_long_loses_its_highest_offsets_and_nothing_else() {
        TreeSet<Long> offsets = new TreeSet<>();
        for (long offset = 1; offset < 10_000; offset += 2) {
            offsets.add(offset);
        }
        String note = FinishedAhead.encode(0, offsets, 3_000);
        assertThat(note).hasSizeLessThanOrEqualTo(3_000);
        assertThat(FinishedAhead.decode(0, note))
                .isNotEmpty()
                .isSubsetOf(offsets)
                .contains(1L, 3L);
    }

    @Test
    void a_note_for_another_position_a_damaged_one_and_a_foreign_one_say_nothing() {
        String note = FinishedAhead.encode(10, new TreeSet<>(java.util.Set.of(12L, 13L)), 3_000);
        assertThat(FinishedAhead.decode(11, note)).isEmpty();
        assertThat(FinishedAhead.decode(10, note.substring(0, note.length() - 2)))
                .isEmpty();
        assertThat(FinishedAhead.decode(10, "rushes1:!")).isEmpty();
        assertThat(FinishedAhead.decode(10, "{\"x\":1}")).isEmpty();
        assertThat(FinishedAhead.decode(10, "")).isEmpty();
    }
}
