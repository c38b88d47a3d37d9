package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.kafka.StageOrders.Standing;
import dev.rushes.runtime.kafka.Workers.Worker;
import dev.rushes.runtime.observe.JobSince;
import dev.rushes.runtime.observe.SourceReport;
import dev.rushes.runtime.observe.StageReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * A stage on all its instances, as its pages show it.
 *
 * @param stage label
 * @param state what all living instances do; MIXED if they differ, ABSENT if there is none
 * @param ordered what was ordered, and stands
 * @param instances living instances
 * @param lost instances that have fallen silent
 * @param concurrency records that all instances together handle at a time
 * @param running records being handled now
 * @param waiting records in windows, waiting for a worker or for their time
 * @param lag what is still to be done of the stage's topic; absent without an instance, because then nobody knows
 * @param retryLag records that wait on the retry topic for their time
 * @param oldestRunning what has been handled for longest
 * @param oldestWaiting what is due and has waited for longest
 * @param lanes outside services that the stage calls, with what they grant
 * @param workers each instance
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record StageView(
        String stage,
        String state,
        Ordered ordered,
        int instances,
        int lost,
        int concurrency,
        int running,
        int waiting,
        Optional<Lag> lag,
        Optional<Long> retryLag,
        Optional<Oldest> oldestRunning,
        Optional<Oldest> oldestWaiting,
        List<LaneView> lanes,
        List<Share> workers) {

    /** @param concurrency absent leaves it to each instance's settings */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Ordered(boolean paused, OptionalInt concurrency) {}

    /**
     * @param records not finished
     * @param seconds since the oldest of them was written
     */
    record Lag(long records, double seconds) {}

    /**
     * @param job absent if the record names none
     * @param since when it was taken up or was due
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Oldest(Optional<UUID> job, Instant since, double seconds, String worker) {}

    /** One instance's part in it. */
    record Share(
            String worker,
            String presence,
            String state,
            int concurrency,
            int running,
            int waiting,
            SortedSet<Integer> partitions) {}

    private record Part(Worker worker, StageReport report) {}

    static StageView of(FlowStage stage, Standing standing, List<Worker> everybody, Instant now) {
        List<Part> parts = everybody.stream()
                .flatMap(worker -> worker.report().stage(stage).map(report -> new Part(worker, report)).stream())
                .toList();
        List<Part> living = parts.stream().filter(part -> part.worker().alive()).toList();
        return new StageView(
                stage.label(),
                state(living),
                new Ordered(standing.paused(), standing.concurrency()),
                living.size(),
                parts.size() - living.size(),
                sum(living, StageReport::concurrency),
                sum(living, StageReport::running),
                sum(living, StageReport::waiting),
                lag(living, stage.topic()),
                lag(living, stage.retryTopic()).map(Lag::records),
                oldest(living, StageReport::oldestRunning, now),
                oldest(living, StageReport::oldestWaiting, now),
                LaneView.of(stage, everybody.stream().filter(Worker::alive).toList()),
                parts.stream().map(part -> share(part, stage)).toList());
    }

    private static String state(List<Part> living) {
        List<String> states = living.stream()
                .map(part -> part.report().state().name())
                .distinct()
                .toList();
        return switch (states.size()) {
            case 0 -> "ABSENT";
            case 1 -> states.getFirst();
            default -> "MIXED";
        };
    }

    private static int sum(List<Part> living, ToIntFunction<StageReport> number) {
        return living.stream()
                .mapToInt(part -> number.applyAsInt(part.report()))
                .sum();
    }

    private static Optional<Lag> lag(List<Part> living, String topic) {
        List<SourceReport> sources =
                living.stream().flatMap(part -> source(part.report(), topic)).toList();
        return sources.isEmpty()
                ? Optional.empty()
                : Optional.of(new Lag(
                        sources.stream().mapToLong(SourceReport::lag).sum(),
                        sources.stream()
                                        .map(SourceReport::lagAge)
                                        .max(Comparator.naturalOrder())
                                        .orElseThrow()
                                        .toMillis()
                                / 1000.0));
    }

    private static Stream<SourceReport> source(StageReport report, String topic) {
        return report.sources().stream().filter(source -> source.topic().equals(topic));
    }

    private static Optional<Oldest> oldest(
            List<Part> living, Function<StageReport, Optional<JobSince>> which, Instant now) {
        return living.stream()
                .flatMap(part -> which
                        .apply(part.report())
                        .map(its -> new Oldest(
                                its.job(),
                                its.since(),
                                Math.max(0, Duration.between(its.since(), now).toMillis()) / 1000.0,
                                part.worker().report().worker()))
                        .stream())
                .min(Comparator.comparing(Oldest::since));
    }

    private static Share share(Part part, FlowStage stage) {
        StageReport report = part.report();
        return new Share(
                part.worker().report().worker(),
                part.worker().presence().name(),
                report.state().name(),
                report.concurrency(),
                report.running(),
                report.waiting(),
                source(report, stage.topic())
                        .map(SourceReport::partitions)
                        .findFirst()
                        .orElseGet(java.util.TreeSet::new));
    }
}
