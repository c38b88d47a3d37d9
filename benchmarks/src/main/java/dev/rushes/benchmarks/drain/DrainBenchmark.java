package dev.rushes.benchmarks.drain;

import dev.rushes.benchmarks.broker.BrokerProcess;
import dev.rushes.benchmarks.broker.Bus;
import dev.rushes.benchmarks.broker.Footage;
import dev.rushes.benchmarks.broker.Tally;
import dev.rushes.benchmarks.machine.Child;
import dev.rushes.benchmarks.report.Report;
import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.JobTicket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * (f) What a stop in the middle of the work costs: SIGTERM with enough grace for what is in flight, SIGTERM without, and {@code kill -9}. After
 * each a second process finishes the rest.
 */
public final class DrainBenchmark {
    private static final int WORKERS = 32;
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long SEED = 11;

    private final Path folder;
    private final int records;
    private final Duration work;
    private final String only;

    /** @param work time that each record takes */
    public DrainBenchmark(Path folder, int records, Duration work) {
        this(folder, records, work, "");
    }

    /** @param only how the names of the stops begin that are tried */
    public DrainBenchmark(Path folder, int records, Duration work, String only) {
        this.only = only;
        this.folder = folder;
        this.records = records;
        this.work = work;
    }

    private record Stop(String label, Consumer<Child> signal, Duration grace) {}

    public Report run() {
        Report report = new Report("drain");
        try (BrokerProcess broker = BrokerProcess.start(folder);
                Bus bus = new Bus(broker.bootstrapServers())) {
            bus.create(List.of(FlowStage.SPLIT.topic(), FlowStage.TIMELINE.topic(), Flow.EVENTS));
            List<Stop> stops = List.of(
                    new Stop("SIGTERM, grace of ten times the work", Child::terminate, work.multipliedBy(10)),
                    new Stop("SIGTERM, grace of a quarter of the work", Child::terminate, work.dividedBy(4)),
                    new Stop("kill -9", Child::kill, work));
            stops.stream()
                    .filter(stop -> stop.label().startsWith(only))
                    .forEach(stop -> run(stop, broker, bus, report));
        }
        report.note(WORKERS + " workers, " + work.toMillis() + " ms of work a record, " + records
                + " records; stopped when a third was done. \"cut\": begun again because it was cut in the middle."
                + " \"wasted\": begun again although it had been finished.");
        return report;
    }

    private void run(Stop stop, BrokerProcess broker, Bus bus, Report report) {
        Map<TopicPartition, Long> before = bus.ends(FlowStage.TIMELINE.topic());
        long already = Bus.sum(before);
        Path journal = temporary();
        List<String> arguments = List.of(
                broker.bootstrapServers(),
                journal.toString(),
                Integer.toString(WORKERS),
                Long.toString(work.toMillis()),
                Long.toString(stop.grace().toMillis()));
        Set<String> jobs;
        double stopSeconds;
        try (Child first = Child.java(JournalStage.class, arguments, folder.resolve("stage.log"))) {
            String unused = first.await("READY", START);
            jobs = load(bus);
            awaitOutputs(bus, already + records / 3);
            long now = System.nanoTime();
            stop.signal().accept(first);
            first.awaitEnd(STOP);
            stopSeconds = (System.nanoTime() - now) / 1e9;
        }
        double recovery;
        long doneBefore = bus.count(FlowStage.TIMELINE.topic());
        try (Child second = Child.java(JournalStage.class, arguments, folder.resolve("stage.log"))) {
            String unused = second.await("READY", START);
            long ready = System.nanoTime();
            awaitOutputs(bus, doneBefore + 1);
            recovery = (System.nanoTime() - ready) / 1e9;
            awaitCommits(bus);
        }
        row(
                report,
                stop,
                stopSeconds,
                recovery,
                Journal.Repeats.read(journal),
                Tally.of(bus, FlowStage.TIMELINE.topic(), before, jobs));
    }

    private static void row(
            Report report, Stop stop, double stopSeconds, double recovery, Journal.Repeats repeats, Tally tally) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("stop", stop.label());
        cells.put("ended after s", stopSeconds);
        cells.put("first output of the next process s", recovery);
        cells.put("lost", tally.lost());
        cells.put("duplicate outputs", tally.duplicates());
        cells.put("cut", repeats.cut());
        cells.put("wasted", repeats.wasted());
        report.row("stopped in the middle", cells);
        report.gate(stop.label() + ": nothing is lost", tally.complete());
        boolean killed = stop.label().startsWith("kill");
        if (!killed) {
            report.target(stop.label() + ": finished work done again", repeats.wasted(), "<=", 0);
            report.target(stop.label() + ": duplicate outputs", tally.duplicates(), "<=", 0);
        }
    }

    private Set<String> load(Bus bus) {
        Footage footage = new Footage(SEED + System.nanoTime());
        List<String> sent = new ArrayList<>();
        for (int number = 0; number < records; number++) {
            JobTicket ticket = footage.ticket("acme");
            bus.send(footage.record(FlowStage.SPLIT.topic(), ticket, "holiday"));
            sent.add(ticket.jobId().toString());
        }
        bus.flush();
        return new HashSet<>(sent);
    }

    private static void awaitOutputs(Bus bus, long goal) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (bus.count(FlowStage.TIMELINE.topic()) < goal && System.nanoTime() < deadline) {
            Bus.pause(Duration.ofMillis(20));
        }
    }

    /** The second process is done when it has committed both of its topics to the end, whatever had to be repeated. */
    private static void awaitCommits(Bus bus) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline
                && (behind(bus, FlowStage.SPLIT.topic()) || behind(bus, FlowStage.SPLIT.retryTopic()))) {
            Bus.pause(Duration.ofMillis(100));
        }
    }

    private static boolean behind(Bus bus, String topic) {
        return bus.committed(topic, topic) < bus.count(topic);
    }

    private Path temporary() {
        try {
            return Files.createTempFile(folder, "journal", ".txt");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
