package dev.rushes.benchmarks.stuck;

import dev.rushes.benchmarks.broker.BrokerProcess;
import dev.rushes.benchmarks.broker.Bus;
import dev.rushes.benchmarks.contenders.Kind;
import dev.rushes.benchmarks.contenders.Work;
import dev.rushes.benchmarks.events.Backlog;
import dev.rushes.benchmarks.events.KafkaCourse;
import dev.rushes.benchmarks.events.Lap;
import dev.rushes.benchmarks.events.Load;
import dev.rushes.benchmarks.report.Quantiles;
import dev.rushes.benchmarks.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * (b) What one record that never ends costs the others: the same backlog worked off with the record stuck, and with the same record done like
 * any other, interleaved.
 */
public final class StuckBenchmark {
    private static final double NO_LOSS = 0.95;
    private static final Work FREE = new Work(Duration.ZERO, false);
    private static final Work STUCK = new Work(Duration.ZERO, true);

    private final Path folder;
    private final Load load;
    private final int rounds;
    private final List<Kind> kinds;

    /** @param rounds there and back is one round; 0 goes there only, to see that everything is in its place */
    public StuckBenchmark(Path folder, Load load, int rounds, List<Kind> kinds) {
        this.folder = folder;
        this.load = load;
        this.rounds = rounds;
        this.kinds = List.copyOf(kinds);
    }

    public Report run() {
        Report report = new Report("stuck");
        try (BrokerProcess broker = BrokerProcess.start(folder);
                Bus bus = new Bus(broker.bootstrapServers())) {
            Backlog backlog = Backlog.write(bus, load.all(), load.warmUp() / 2);
            for (Kind kind : kinds) {
                compare(kind, new KafkaCourse(kind, broker, bus, backlog, folder), report);
            }
        }
        report.note(
                "The stuck record stands in the middle of the warm-up. \"done\" is the share of all other records that were done before"
                        + " nothing moved for " + load.patience().toSeconds()
                        + " s; events/s count until the last of them.");
        return report;
    }

    private void compare(Kind kind, KafkaCourse course, Report report) {
        List<Lap> free = new ArrayList<>();
        List<Lap> stuck = new ArrayList<>();
        free.add(course.run(FREE, load));
        stuck.add(course.run(STUCK, load));
        for (int way = 1; way < 2 * rounds; way++) {
            // A B B A: whoever was last goes first.
            (way % 2 == 1 ? stuck : free).add(course.run(way % 2 == 1 ? STUCK : FREE, load));
            (way % 2 == 1 ? free : stuck).add(course.run(way % 2 == 1 ? FREE : STUCK, load));
        }
        double ratio = Quantiles.median(IntStream.range(0, free.size())
                .mapToObj(lap -> speed(stuck.get(lap)) / speed(free.get(lap)))
                .toList());
        double done = stuck.stream().mapToLong(lap -> lap.tally().jobs()).min().orElse(0) / (double) (load.all() - 1);
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("contender", kind.label());
        cells.put(
                "events/s, none stuck", free.stream().map(StuckBenchmark::speed).toList());
        cells.put(
                "events/s, one stuck", stuck.stream().map(StuckBenchmark::speed).toList());
        cells.put("ratio", ratio);
        cells.put("done", done);
        cells.put("uncommitted", stuck.stream().map(Lap::uncommitted).toList());
        report.row("one record never ends", cells);
        if (kind == Kind.RUNTIME) {
            report.gate(
                    "every record is done where none is stuck",
                    free.stream().allMatch(lap -> lap.tally().complete()));
            report.target("throughput with one stuck / with none", ratio, ">=", NO_LOSS);
            report.target("share of the other records that is done", done, ">=", 1);
        }
    }

    private static double speed(Lap lap) {
        return lap.eventsPerSecond();
    }
}
