package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;

/** A member with a name of its own that comes back in time finds its partitions, and nobody else's move. */
class StaticMembershipTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({"classic, rushes.kafka.session-timeout=30s", "consumer, rushes.kafka.poll-records=32"})
    void a_restart_within_the_session_timeout_moves_no_partition(
            String protocol, String further, @TempDir Path folder) {
        Probe left = new Probe();
        Probe right = new Probe();
        try (Bench bench = new Bench(folder)) {
            ConfigurableApplicationContext steady =
                    bench.instance(List.of(left.definition()), settings(protocol, "a", further));
            ConfigurableApplicationContext restarted =
                    bench.instance(List.of(right.definition()), settings(protocol, "b", further));
            await().atMost(Bench.PATIENCE)
                    .until(() -> owned(steady).size() + owned(restarted).size() == 3
                            && !owned(steady).isEmpty()
                            && !owned(restarted).isEmpty());
            Set<Integer> itsBefore = owned(restarted);
            Set<Integer> othersBefore = owned(steady);
            double movesBefore = allMoves(steady);

            restarted.close();
            Probe again = new Probe();
            ConfigurableApplicationContext back =
                    bench.instance(List.of(again.definition()), settings(protocol, "b", further));

            await().atMost(Bench.PATIENCE).until(() -> owned(back).equals(itsBefore));
            assertThat(owned(steady)).isEqualTo(othersBefore);
            assertThat(allMoves(steady))
                    .as("partitions that came to or left the other member")
                    .isEqualTo(movesBefore);
            List<String> names = new ArrayList<>();
            for (int each = 0; each < 30; each++) {
                names.add("after-" + each);
                bench.footage(each % 3, Probe.ticket(), "after-" + each);
            }
            await().atMost(Bench.PATIENCE).until(() -> {
                List<String> handled = new ArrayList<>(left.handled());
                handled.addAll(again.handled());
                return handled.containsAll(names);
            });
        }
    }

    @Test
    void without_a_name_of_its_own_a_restart_moves_partitions(@TempDir Path folder) {
        try (Bench bench = new Bench(folder)) {
            ConfigurableApplicationContext steady = bench.instance(List.of(new Probe().definition()));
            ConfigurableApplicationContext leaving = bench.instance(List.of(new Probe().definition()));
            await().atMost(Bench.PATIENCE).until(() -> owned(leaving).size() == 1);

            leaving.close();

            await().atMost(Bench.PATIENCE).until(() -> owned(steady).size() == 3);
        }
    }

    private static String[] settings(String protocol, String id, String further) {
        return new String[] {"rushes.kafka.group-protocol=" + protocol, "rushes.kafka.group-instance-id=" + id, further
        };
    }

    private static Set<Integer> owned(ConfigurableApplicationContext instance) {
        return Bench.owned(instance, "rushes.split");
    }

    private static double allMoves(ConfigurableApplicationContext instance) {
        return Bench.moves(instance, "assigned") + Bench.moves(instance, "revoked") + Bench.moves(instance, "lost");
    }
}
