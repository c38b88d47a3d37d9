package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What lies on the shelf, compared with a model that is too simple to be wrong. */
class ShelfTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long SOON = 10;
    private static final long TOGETHER = 60;

    @Test
    void an_empty_shelf_needs_nothing() {
        Shelf shelf = new Shelf(-5 * SECOND);

        assertThat(shelf.takeDown(Long.MAX_VALUE / 2)).isEmpty();
        assertThat(shelf.takeDownUpTo(Long.MAX_VALUE)).isEmpty();
        assertThat(shelf.written()).isEmpty();
        assertThat(shelf.size()).isZero();
    }

    @Test
    void whatever_lies_there_comes_down_in_time_and_together_with_what_is_needed_within_a_minute() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            long beginning = random.nextLong(-1_000_000, 1_000_000) * SECOND;
            Shelf shelf = new Shelf(beginning);
            Map<Long, Long> model = new TreeMap<>();
            TreeSet<Long> written = new TreeSet<>();
            for (long second = 0; second < 300; second++) {
                long offset = random.nextInt(1_000);
                long until = second + random.nextInt(600);
                if (model.putIfAbsent(offset, until) == null) {
                    shelf.put(offset, beginning + until * SECOND, second);
                    written.add(second);
                }
                if (random.nextInt(20) == 0) {
                    long last = random.nextInt(1_000);
                    assertThat(shelf.takeDownUpTo(last))
                            .as("seed %d", seed)
                            .isEqualTo(first(model, last, Long.MAX_VALUE));
                    model.keySet().removeIf(its -> its <= last);
                }
                long now = second;
                boolean needed = model.values().stream().anyMatch(its -> its <= now + SOON);
                assertThat(shelf.takeDown(beginning + now * SECOND))
                        .as("seed %d", seed)
                        .isEqualTo(needed ? first(model, Long.MAX_VALUE, now + TOGETHER) : OptionalLong.empty());
                if (needed) {
                    model.values().removeIf(its -> its <= now + TOGETHER);
                }
                assertThat(shelf.size()).as("seed %d", seed).isEqualTo(model.size());
                assertThat(shelf.holds(offset)).as("seed %d", seed).isEqualTo(model.containsKey(offset));
                shelf.written().ifPresent(its -> assertThat(written).contains(its));
            }
        }
    }

    private static OptionalLong first(Map<Long, Long> model, long last, long until) {
        return model.entrySet().stream()
                .filter(entry -> entry.getKey() <= last && entry.getValue() <= until)
                .mapToLong(Map.Entry::getKey)
                .min();
    }
}
