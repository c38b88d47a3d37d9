package dev.rushes.benchmarks.events;

import dev.rushes.benchmarks.broker.BrokerProcess;
import dev.rushes.benchmarks.broker.Bus;
import dev.rushes.benchmarks.contenders.Kind;
import dev.rushes.benchmarks.contenders.Work;
import dev.rushes.benchmarks.report.Quantiles;
import dev.rushes.benchmarks.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * (a) Records a second through a real stage, and what each costs: consume Avro, decide, produce Avro, commit. All contenders run one after
 * the other and then in the opposite order (A B C C B A), so that each pair is interleaved and a drift of the machine hits both.
 */
public final class EventsBenchmark {
    private static final double SHARE_OF_PLAIN_LOOP = 0.5;
    private static final double TIMES_BULLMQ = 3;

    private final Path folder;
    private final Load load;
    private final int rounds;
    private final List<Kind> kinds;
    private final boolean withBullMq;

    /** @param rounds there and back is one round; 0 goes there only, to see that everything is in its place */
    public EventsBenchmark(Path folder, Load load, int rounds, List<Kind> kinds, boolean withBullMq) {
        this.folder = folder;
        this.load = load;
        this.rounds = rounds;
        this.kinds = List.copyOf(kinds);
        this.withBullMq = withBullMq;
    }

    public Report run(List<Work> works) {
        Report report = new Report("events");
        try (BrokerProcess broker = BrokerProcess.start(folder);
                Bus bus = new Bus(broker.bootstrapServers())) {
            Backlog backlog = Backlog.write(bus, load.all(), -1);
            List<Course> courses = new ArrayList<>();
            kinds.forEach(kind -> courses.add(new KafkaCourse(kind, broker, bus, backlog, folder)));
            if (withBullMq) {
                try (BullMqCourse bull = BullMqCourse.start(folder, load)) {
                    courses.add(bull);
                    works.forEach(work -> compare(courses, work, report));
                }
            } else {
                works.forEach(work -> compare(courses, work, report));
            }
            courses.forEach(course -> report.note(course.label() + ": " + course.promise()));
        }
        return report;
    }

    private void compare(List<Course> courses, Work work, Report report) {
        Map<Course, List<Lap>> laps = new LinkedHashMap<>();
        courses.forEach(course -> laps.put(course, new ArrayList<>()));
        courses.forEach(course -> run(course, work, laps, report));
        for (int way = 1; way < 2 * rounds; way++) {
            (way % 2 == 1 ? courses.reversed() : courses).forEach(course -> run(course, work, laps, report));
        }
        List<Lap> ours = laps.getOrDefault(courses.getFirst(), List.of());
        laps.forEach((course, its) -> row(course, work, its, ours, report));
    }

    private void run(Course course, Work work, Map<Course, List<Lap>> laps, Report report) {
        Lap lap = course.run(work, load);
        System.err.printf(
                "%s, %s: %.0f events/s, %.0f + %.0f us%n",
                course.label(),
                work.label(),
                lap.span().eventsPerSecond(),
                lap.span().clientMicros(),
                lap.span().brokerMicros());
        laps.computeIfAbsent(course, none -> new ArrayList<>()).add(lap);
    }

    private void row(Course course, Work work, List<Lap> laps, List<Lap> ours, Report report) {
        List<Double> speeds =
                laps.stream().map(lap -> lap.span().eventsPerSecond()).toList();
        List<Double> costs = laps.stream().map(EventsBenchmark::cost).toList();
        double speedRatio = Quantiles.median(IntStream.range(0, laps.size())
                .mapToObj(lap -> ours.get(lap).span().eventsPerSecond() / speeds.get(lap))
                .toList());
        double costRatio = Quantiles.median(IntStream.range(0, laps.size())
                .mapToObj(lap -> cost(ours.get(lap)) / costs.get(lap))
                .toList());
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("contender", course.label());
        cells.put("events/s", speeds);
        cells.put("median", Quantiles.median(speeds));
        cells.put("ours/its", speedRatio);
        cells.put("client us", median(laps, Span::clientMicros));
        cells.put("broker us", median(laps, Span::brokerMicros));
        cells.put("CPU us/event", costs);
        cells.put("ours/its CPU", costRatio);
        cells.put(
                "records/event",
                Quantiles.median(laps.stream().map(Lap::recordsPerEvent).toList()));
        cells.put("lost", laps.stream().mapToLong(lap -> lap.tally().lost()).sum());
        cells.put(
                "duplicates",
                laps.stream().mapToLong(lap -> lap.tally().duplicates()).sum());
        cells.put("uncommitted", laps.stream().mapToLong(Lap::uncommitted).sum());
        report.row(work.label(), cells);
        report.gate(
                course.label() + ", " + work.label() + ": all outputs are there",
                laps.stream().allMatch(lap -> lap.tally().complete()));
        judge(course, work, speedRatio, report);
    }

    private static void judge(Course course, Work work, double ratio, Report report) {
        String pair = "ours / " + course.label() + ", " + work.label();
        boolean isLoop =
                List.of(Kind.PLAIN_LOOP.label(), Kind.TELLING_LOOP.label()).contains(course.label());
        if (isLoop && work.pause().isZero()) {
            report.target(pair, ratio, ">=", SHARE_OF_PLAIN_LOOP);
        } else if (course instanceof BullMqCourse) {
            report.target(pair, ratio, ">=", TIMES_BULLMQ);
        } else if (course.label().equals(Kind.PARALLEL_CONSUMER.label())) {
            // The only peer that, like ours, commits out of order and holds up nobody for a slow record.
            report.target(pair, ratio, ">=", 1);
        }
    }

    private static double cost(Lap lap) {
        return lap.span().clientMicros() + lap.span().brokerMicros();
    }

    private static double median(List<Lap> laps, java.util.function.ToDoubleFunction<Span> what) {
        return Quantiles.median(
                laps.stream().map(lap -> what.applyAsDouble(lap.span())).toList());
    }
}
