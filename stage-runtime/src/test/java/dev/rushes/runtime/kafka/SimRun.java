package dev.rushes.runtime.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Many seeds on all cores. */
public final class SimRun {
    private SimRun() {}

    /** Breaches by seed; empty if everything held. */
    static Map<Long, List<String>> seeds(long first, long count) {
        Map<Long, List<String>> broken = new ConcurrentSkipListMap<>();
        LongStream.range(first, first + count).parallel().forEach(seed -> {
            List<String> breaches = Simulation.run(seed);
            if (!breaches.isEmpty()) {
                broken.put(seed, breaches);
            }
        });
        return broken;
    }

    /** The first breach that turns up, as "seed: breaches"; null if everything held. For those who load this class by name. */
    public static @Nullable String firstBreach(long first, long count) {
        return LongStream.range(first, first + count)
                .parallel()
                .mapToObj(seed -> Map.entry(seed, Simulation.run(seed)))
                .filter(run -> !run.getValue().isEmpty())
                .map(run -> run.getKey() + ": " + run.getValue())
                .findAny()
                .orElse(null);
    }

    public static void main(String[] arguments) {
        Long one = Long.getLong("rushes.simulation.seed");
        if (one != null) {
            System.out.println(Simulation.tell(one));
            return;
        }
        long count = Long.getLong("rushes.simulation.seeds", 200);
        long begun = System.nanoTime();
        Map<Long, List<String>> broken = seeds(Long.getLong("rushes.simulation.first", 1), count);
        broken.entrySet().stream().limit(15).forEach(System.out::println);
        System.out.printf(
                "%d of %d seeds broken, %d ms%n", broken.size(), count, (System.nanoTime() - begun) / 1_000_000);
    }
}
