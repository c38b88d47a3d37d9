package dev.rushes.benchmarks.retries;

import dev.rushes.benchmarks.broker.BrokerProcess;
import dev.rushes.benchmarks.broker.Bus;
import dev.rushes.benchmarks.broker.Footage;
import dev.rushes.benchmarks.broker.Tally;
import dev.rushes.benchmarks.machine.Child;
import dev.rushes.benchmarks.report.Quantiles;
import dev.rushes.benchmarks.report.Report;
import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.JobTicket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * (c) How exactly records come back that wait in the retry topic: half were asked to come back at a time between 1 s and the longest wait, half
 * met a passing failure and got a time with jitter. The due time is read from the retry topic, the second try is told by the stage.
 */
public final class RetriesBenchmark {
    private static final double TARGET_MILLIS = 1_000;
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration REST = Duration.ofSeconds(30);
    private static final int LEAST_MILLIS = 1_000;
    private static final long SEED = 7;

    private final Path folder;
    private final int records;
    private final Duration longest;

    /** @param longest longest wait; half of the records get no more than the policy's minute whatever this says */
    public RetriesBenchmark(Path folder, int records, Duration longest) {
        this.folder = folder;
        this.records = records;
        this.longest = longest;
    }

    public Report run() {
        Report report = new Report("retries");
        try (BrokerProcess broker = BrokerProcess.start(folder);
                Bus bus = new Bus(broker.bootstrapServers())) {
            bus.create(List.of(FlowStage.SPLIT.topic(), FlowStage.TIMELINE.topic(), Flow.EVENTS));
            Child child =
                    Child.java(RetryingStage.class, List.of(broker.bootstrapServers()), folder.resolve("stage.log"));
            try (child) {
                String unused = child.await("READY", START);
                Set<String> jobs = load(bus);
                awaitAll(bus);
                child.close();
                judge(report, bus, jobs, child.all("AGAIN"));
            }
        }
        return report;
    }

    private Set<String> load(Bus bus) {
        Footage footage = new Footage(SEED);
        Random random = new Random(SEED);
        Set<String> jobs = new HashSet<>();
        boolean onlyAsked = longest.compareTo(Duration.ofSeconds(60)) < 0;
        for (int number = 0; number < records; number++) {
            JobTicket ticket = footage.ticket("acme");
            int wait = random.nextInt(LEAST_MILLIS, (int) longest.toMillis());
            boolean trouble = number % 2 == 0 && !onlyAsked;
            bus.send(footage.record(
                    FlowStage.SPLIT.topic(), ticket, trouble ? RetryingStage.TROUBLE : Integer.toString(wait)));
            jobs.add(ticket.jobId().toString());
        }
        bus.flush();
        return jobs;
    }

    private void awaitAll(Bus bus) {
        long deadline = System.nanoTime() + longest.plus(REST).toNanos();
        while (bus.count(FlowStage.TIMELINE.topic()) < records && System.nanoTime() < deadline) {
            Bus.pause(Duration.ofMillis(200));
        }
    }

    private void judge(Report report, Bus bus, Set<String> jobs, List<String> again) {
        Map<String, Long> due = dueTimes(bus);
        List<Double> late = new ArrayList<>();
        for (String line : again) {
            String[] said = line.split(" ", -1);
            late.add((double) (Long.parseLong(said[1]) - due.getOrDefault(said[0], 0L)));
        }
        Tally tally = Tally.of(bus, FlowStage.TIMELINE.topic(), Map.of(), jobs);
        report.gate("each record came back once and its output is there", again.size() == records && tally.complete());
        if (late.isEmpty()) {
            return;
        }
        Quantiles errors = new Quantiles(late);
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("retries", again.size());
        cells.put("waits s", List.of(LEAST_MILLIS / 1_000.0, longest.toMillis() / 1_000.0));
        cells.put("earliest ms", errors.min());
        cells.put("p50 ms", errors.at(0.5));
        cells.put("p99 ms", errors.at(0.99));
        cells.put("max ms", errors.max());
        cells.put("lost", tally.lost());
        cells.put("duplicates", tally.duplicates());
        report.row("taken up after it was due", cells);
        report.gate("none is early", errors.min() >= 0);
        report.target("p99 of the lateness, ms", errors.at(0.99), "<=", TARGET_MILLIS);
    }

    private static Map<String, Long> dueTimes(Bus bus) {
        Map<String, Long> due = new HashMap<>();
        bus.read(FlowStage.SPLIT.retryTopic(), Map.of(), record -> {
            String job = new String(record.key(), StandardCharsets.UTF_8);
            String time = new String(record.headers().lastHeader("rushes-due").value(), StandardCharsets.UTF_8);
            // A record that travels again (to make room) keeps its due time.
            Long unused = due.putIfAbsent(job, Long.valueOf(time));
        });
        return due;
    }
}
