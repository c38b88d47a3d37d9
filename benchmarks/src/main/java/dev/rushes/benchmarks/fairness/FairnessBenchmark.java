package dev.rushes.benchmarks.fairness;

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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * (d) How long ten tenants with ten jobs each wait while one tenant has thousands before them in the log, against how long they wait alone. The
 * wait is from the call of send until the stage begins. They come several times, a second apart, because of a hundred waits the 99th in a hundred is
 * whatever the machine did to one of them.
 */
public final class FairnessBenchmark {
    private static final double TARGET_TIMES = 2;
    private static final int SMALL_TENANTS = 10;
    private static final int SMALL_JOBS = 10;
    private static final int TIMES = 5;
    private static final Duration APART = Duration.ofSeconds(1);
    /** Until the compiler has seen enough: else those who are alone wait for it, and those beside a crowd don't. */
    private static final int WARM_UP = 2_000;

    private static final Duration HEAD_START = Duration.ofSeconds(1);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path folder;
    private final int crowd;
    private final int rounds;

    /**
     * @param crowd jobs of the large tenant
     * @param rounds there and back is one round; 0 goes there only, to see that everything is in its place
     */
    public FairnessBenchmark(Path folder, int crowd, int rounds) {
        this.folder = folder;
        this.crowd = crowd;
        this.rounds = rounds;
    }

    public Report run() {
        Report report = new Report("fairness");
        List<Course> alone = new ArrayList<>();
        List<Course> crowded = new ArrayList<>();
        try (BrokerProcess broker = BrokerProcess.start(folder);
                Bus bus = new Bus(broker.bootstrapServers())) {
            bus.create(List.of(FlowStage.SPLIT.topic(), FlowStage.TIMELINE.topic(), Flow.EVENTS));
            alone.add(course(broker, bus, 0));
            crowded.add(course(broker, bus, crowd));
            for (int round = 0; round < rounds; round++) {
                crowded.add(course(broker, bus, crowd));
                alone.add(course(broker, bus, 0));
            }
        }
        row(report, "alone", alone);
        row(report, "beside one tenant with " + crowd, crowded);
        report.gate(
                "all outputs are there",
                alone.stream().allMatch(Course::complete) && crowded.stream().allMatch(Course::complete));
        report.target("p99 wait beside the large tenant / alone", p99(crowded) / p99(alone), "<=", TARGET_TIMES);
        return report;
    }

    private record Course(Quantiles waits, boolean complete) {}

    private Course course(BrokerProcess broker, Bus bus, int large) {
        Map<TopicPartition, Long> before = bus.ends(FlowStage.TIMELINE.topic());
        Child child = Child.java(CrowdedStage.class, List.of(broker.bootstrapServers()), folder.resolve("stage.log"));
        Set<String> jobs = new HashSet<>();
        try (child) {
            String unused = child.await("READY", START);
            // The first record waits for the assignment of the partitions and for the compiler; it is nobody's.
            jobs.addAll(send(bus, new Footage(before.hashCode()), "warm-up", WARM_UP));
            awaitAll(bus, before, jobs.size());
            Footage footage = new Footage(System.nanoTime());
            if (large > 0) {
                jobs.addAll(send(bus, footage, "large", large));
                Bus.pause(HEAD_START);
            }
            for (int time = 0; time < TIMES; time++) {
                jobs.addAll(sendSmall(bus, footage));
                Bus.pause(APART);
            }
            awaitAll(bus, before, jobs.size());
        }
        Tally tally = Tally.of(bus, FlowStage.TIMELINE.topic(), before, jobs);
        return new Course(
                new Quantiles(child.all("WAITED").stream().map(Double::valueOf).toList()), tally.complete());
    }

    private static List<String> sendSmall(Bus bus, Footage footage) {
        List<String> sent = new ArrayList<>();
        for (int job = 0; job < SMALL_JOBS; job++) {
            for (int tenant = 0; tenant < SMALL_TENANTS; tenant++) {
                sent.addAll(send(bus, footage, CrowdedStage.SMALL + tenant, 1));
            }
        }
        return sent;
    }

    private static List<String> send(Bus bus, Footage footage, String tenant, int jobs) {
        List<String> sent = new ArrayList<>();
        for (int number = 0; number < jobs; number++) {
            JobTicket ticket = footage.ticket(tenant, Instant.now().truncatedTo(ChronoUnit.MILLIS));
            bus.send(footage.record(FlowStage.SPLIT.topic(), ticket, "holiday"));
            sent.add(ticket.jobId().toString());
        }
        bus.flush();
        return sent;
    }

    private static void awaitAll(Bus bus, Map<TopicPartition, Long> before, int jobs) {
        long goal = Bus.sum(before) + jobs;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (bus.count(FlowStage.TIMELINE.topic()) < goal && System.nanoTime() < deadline) {
            Bus.pause(Duration.ofMillis(50));
        }
    }

    private static double p99(List<Course> courses) {
        return Quantiles.median(
                courses.stream().map(course -> course.waits.at(0.99)).toList());
    }

    private static void row(Report report, String label, List<Course> courses) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("small tenants", label);
        cells.put("p50 ms", courses.stream().map(course -> course.waits.at(0.5)).toList());
        cells.put(
                "p99 ms", courses.stream().map(course -> course.waits.at(0.99)).toList());
        cells.put("max ms", courses.stream().map(course -> course.waits.max()).toList());
        report.row("wait of ten tenants with ten jobs each, five times a second apart", cells);
    }
}
