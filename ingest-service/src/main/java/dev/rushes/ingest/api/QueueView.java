package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.kafka.Queues;
import dev.rushes.runtime.kafka.Workers.Worker;
import dev.rushes.runtime.observe.PriorityReport;
import dev.rushes.runtime.observe.SourceReport;
import dev.rushes.runtime.observe.StageReport;
import dev.rushes.runtime.rules.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What waits at a stage, runs, is tried again and was given up, on all instances together. Partitions that a living instance owns are counted by
 * that instance; the others by what lies behind their last commit.
 *
 * @param stage label
 * @param instances living instances
 * @param waiting records of the stage's topic that nobody works on yet
 * @param active records that are worked on, also those that are tried again
 * @param retrying records on the retry topic: those that wait for their time, for a lane, or for the end of long work
 * @param failed dead letters; absent until Kafka has been asked
 * @param lag of the stage's topic, with what is worked on; absent where nobody knows
 * @param throughput what leaves the stage; absent until it has been looked at twice
 * @param priorities each priority; the most urgent first
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record QueueView(
        String stage,
        int instances,
        long waiting,
        int active,
        long retrying,
        Optional<Failed> failed,
        Optional<Lag> lag,
        Optional<Throughput> throughput,
        List<OfPriority> priorities) {

    /**
     * @param letters dead letters that are kept
     * @param unreplayed those of them that nobody has replayed
     */
    record Failed(long letters, long unreplayed) {}

    /**
     * @param records not finished
     * @param seconds since the oldest of them was written
     * @param unowned those of them on partitions that no living instance reads
     */
    record Lag(long records, double seconds, long unowned) {}

    /**
     * @param perMinute records that left the stage, whatever came of them
     * @param seconds time over which that was counted
     */
    record Throughput(double perMinute, double seconds) {}

    /**
     * @param waiting records that instances have taken in and that wait; which priority those have that are still in Kafka is not known
     * @param perMinute records that left the stage
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record OfPriority(String priority, int waiting, int active, OptionalDouble perMinute) {}

    static QueueView of(FlowStage stage, List<Worker> everybody, Optional<Queues.Depth> depth, Instant now) {
        List<StageReport> reports = everybody.stream()
                .filter(Worker::alive)
                .flatMap(worker -> worker.report().stage(stage).stream())
                .toList();
        Optional<Lag> lag = lag(sources(reports, stage.topic()), depth.map(Queues.Depth::topic), now);
        Optional<Lag> again = lag(sources(reports, stage.retryTopic()), depth.map(Queues.Depth::retryTopic), now);
        return new QueueView(
                stage.label(),
                reports.size(),
                Math.max(0, lag.map(Lag::records).orElse(0L) - sum(reports, StageReport::fresh)),
                sum(reports, StageReport::running),
                again.map(Lag::records).orElse(0L),
                depth.map(its -> new Failed(its.letters(), Math.max(0, its.letters() - its.replayed()))),
                lag,
                depth.map(Queues.Depth::flow).flatMap(QueueView::throughput),
                priorities(reports, depth.map(Queues.Depth::flow)));
    }

    private static List<SourceReport> sources(List<StageReport> reports, String topic) {
        return reports.stream()
                .flatMap(report -> report.sources().stream())
                .filter(source -> source.topic().equals(topic))
                .toList();
    }

    private static Optional<Lag> lag(List<SourceReport> sources, Optional<Queues.Orphaned> orphaned, Instant now) {
        if (sources.isEmpty() && orphaned.isEmpty()) {
            return Optional.empty();
        }
        long owned = sources.stream().mapToLong(SourceReport::lag).sum();
        long unowned = orphaned.map(Queues.Orphaned::records).orElse(0L);
        Duration oldestOwned = oldest(sources, SourceReport::lagAge);
        Duration oldestUnowned = orphaned.flatMap(Queues.Orphaned::oldest)
                .map(at -> Duration.between(at, now))
                .orElse(Duration.ZERO);
        long millis = Math.max(0, Math.max(oldestOwned.toMillis(), oldestUnowned.toMillis()));
        return Optional.of(new Lag(owned + unowned, millis / 1000.0, unowned));
    }

    private static Duration oldest(List<SourceReport> sources, Function<SourceReport, Duration> age) {
        return sources.stream().map(age).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    private static Optional<Throughput> throughput(Queues.Flow flow) {
        return flow.perMinute().isPresent()
                ? Optional.of(new Throughput(
                        rounded(flow.perMinute().getAsDouble()), flow.over().toMillis() / 1000.0))
                : Optional.empty();
    }

    private static List<OfPriority> priorities(List<StageReport> reports, Optional<Queues.Flow> flow) {
        return Arrays.stream(Urgency.values())
                .map(urgency -> new OfPriority(
                        urgency.name().toLowerCase(Locale.ROOT),
                        sum(reports, report -> of(report, urgency, PriorityReport::waiting)),
                        sum(reports, report -> of(report, urgency, PriorityReport::running)),
                        flow.flatMap(its -> Optional.ofNullable(its.byUrgency().get(urgency)))
                                .map(rate -> OptionalDouble.of(rounded(rate)))
                                .orElseGet(OptionalDouble::empty)))
                .toList();
    }

    private static int of(StageReport report, Urgency urgency, ToIntFunction<PriorityReport> number) {
        return report.priorities().stream()
                .filter(its -> its.urgency() == urgency)
                .mapToInt(number)
                .sum();
    }

    private static int sum(List<StageReport> reports, ToIntFunction<StageReport> number) {
        return reports.stream().mapToInt(number).sum();
    }

    private static double rounded(double rate) {
        return Math.round(rate * 10) / 10.0;
    }
}
