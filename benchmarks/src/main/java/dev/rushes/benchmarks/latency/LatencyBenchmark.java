package dev.rushes.benchmarks.latency;

import dev.rushes.benchmarks.broker.BrokerProcess;
import dev.rushes.benchmarks.broker.Bus;
import dev.rushes.benchmarks.machine.Child;
import dev.rushes.benchmarks.report.Quantiles;
import dev.rushes.benchmarks.report.Report;
import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * (e) How long an event is under way through five empty stages in one process, one at a time: from the call of send until the fifth stage's
 * result can be read from the log. Beside it a chain of five plain loops on the same topics.
 */
public final class LatencyBenchmark {
    private static final double TARGET_MILLIS = 6;
    private static final Duration START = Duration.ofSeconds(60);

    private final Path folder;
    private final int warmUp;
    private final int measured;
    private final int rounds;

    /** @param rounds there and back is one round; 0 goes there only, to see that everything is in its place */
    public LatencyBenchmark(Path folder, int warmUp, int measured, int rounds) {
        this.folder = folder;
        this.warmUp = warmUp;
        this.measured = measured;
        this.rounds = rounds;
    }

    public Report run() {
        Report report = new Report("latency");
        List<Course> ours = new ArrayList<>();
        List<Course> plain = new ArrayList<>();
        try (BrokerProcess broker = BrokerProcess.start(folder);
                Bus bus = new Bus(broker.bootstrapServers())) {
            bus.create(Stream.concat(Flow.STAGES.stream().map(FlowStage::topic), Stream.of(Flow.EVENTS))
                    .toList());
            ours.add(course(FiveStages.class, broker, bus));
            plain.add(course(PlainChain.class, broker, bus));
            for (int round = 0; round < rounds; round++) {
                plain.add(course(PlainChain.class, broker, bus));
                ours.add(course(FiveStages.class, broker, bus));
            }
        }
        row(report, "Rushes stage runtime, five stages", ours);
        row(report, "five plain loops", plain);
        report.target(
                "p50 through five stages, ms",
                Quantiles.median(
                        ours.stream().map(course -> course.times.at(0.5)).toList()),
                "<=",
                TARGET_MILLIS);
        report.note("From send() to the fifth stage's STAGE_FINISHED read from rushes.events, one event in flight, "
                + measured
                + " events a run after " + warmUp + " to warm up. The plain loops write no news, no trace, no retries;"
                + " they wait for each acknowledgement and commit after each poll.");
        return report;
    }

    private record Course(Quantiles times, double commitsPerThousand, double clientMillis, double brokerMillis) {}

    private Course course(Class<?> main, BrokerProcess broker, Bus bus) {
        try (Child child = Child.java(main, List.of(broker.bootstrapServers()), folder.resolve("stages.log"));
                Probe probe = new Probe(broker.bootstrapServers(), bus)) {
            String unused = child.await("READY", START);
            probe.untilItAnswers();
            for (int number = 0; number < warmUp; number++) {
                double ignored = probe.once();
            }
            double client = child.cpuSeconds();
            double server = broker.cpuSeconds();
            List<Double> times = new ArrayList<>();
            for (int number = 0; number < measured; number++) {
                times.add(probe.once());
            }
            client = child.cpuSeconds() - client;
            server = broker.cpuSeconds() - server;
            child.close();
            long commits = Long.parseLong(child.await("COMMITS", Duration.ofSeconds(5)));
            return new Course(
                    new Quantiles(times),
                    commits * 1_000.0 / (warmUp + measured),
                    client * 1_000 / measured,
                    server * 1_000 / measured);
        }
    }

    private static void row(Report report, String label, List<Course> courses) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("contender", label);
        cells.put("p50 ms", courses.stream().map(course -> course.times.at(0.5)).toList());
        cells.put("p10 ms", courses.stream().map(course -> course.times.at(0.1)).toList());
        cells.put(
                "p99 ms", courses.stream().map(course -> course.times.at(0.99)).toList());
        cells.put(
                "commits/1,000 events",
                courses.stream().map(Course::commitsPerThousand).toList());
        cells.put(
                "client CPU ms/event",
                courses.stream().map(Course::clientMillis).toList());
        cells.put(
                "broker CPU ms/event",
                courses.stream().map(Course::brokerMillis).toList());
        report.row("one event in flight", cells);
    }
}
