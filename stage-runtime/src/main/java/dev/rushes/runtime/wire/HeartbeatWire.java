package dev.rushes.runtime.wire;

import dev.rushes.events.JobPriority;
import dev.rushes.events.PriorityBeat;
import dev.rushes.events.SourceBeat;
import dev.rushes.events.StageBeat;
import dev.rushes.events.StageName;
import dev.rushes.events.WorkerHeartbeat;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.observe.JobSince;
import dev.rushes.runtime.observe.PriorityReport;
import dev.rushes.runtime.observe.SourceReport;
import dev.rushes.runtime.observe.StageReport;
import dev.rushes.runtime.observe.StageState;
import dev.rushes.runtime.observe.WorkerReport;
import dev.rushes.runtime.rules.Urgency;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reports of workers ⇄ facts. Milliseconds are as exact as it gets. */
public final class HeartbeatWire {
    private HeartbeatWire() {}

    public static WorkerHeartbeat write(WorkerReport report) {
        return WorkerHeartbeat.newBuilder()
                .setWorker(report.worker())
                .setOccurredAt(report.at().truncatedTo(ChronoUnit.MILLIS))
                .setStartedAt(report.startedAt().truncatedTo(ChronoUnit.MILLIS))
                .setHost(report.host())
                .setPid(report.pid())
                .setVersion(report.version())
                .setIntervalMillis(report.interval().toMillis())
                .setStages(report.stages().stream().map(HeartbeatWire::write).toList())
                .setLanes(report.lanes().stream().map(LaneBeatWire::write).toList())
                .build();
    }

    /** What it says; a stage that this version does not know is left out. */
    public static WorkerReport read(WorkerHeartbeat beat) {
        return new WorkerReport(
                beat.getWorker(),
                beat.getOccurredAt(),
                beat.getStartedAt(),
                beat.getHost(),
                beat.getPid(),
                beat.getVersion(),
                Duration.ofMillis(beat.getIntervalMillis()),
                beat.getStages().stream().flatMap(stage -> read(stage).stream()).toList(),
                beat.getLanes().stream().map(LaneBeatWire::read).toList());
    }

    private static StageBeat write(StageReport report) {
        return StageBeat.newBuilder()
                .setStage(StageName.valueOf(report.stage().name()))
                .setState(dev.rushes.events.StageState.valueOf(report.state().name()))
                .setConcurrency(report.concurrency())
                .setRunning(report.running())
                .setWaiting(report.waiting())
                .setOldestRunning(
                        report.oldestRunning().map(HeartbeatWire::write).orElse(null))
                .setOldestWaiting(
                        report.oldestWaiting().map(HeartbeatWire::write).orElse(null))
                .setSources(report.sources().stream().map(HeartbeatWire::write).toList())
                .setFresh(report.fresh())
                .setPriorities(
                        report.priorities().stream().map(HeartbeatWire::write).toList())
                .build();
    }

    private static Optional<StageReport> read(StageBeat beat) {
        return stage(beat.getStage())
                .map(stage -> new StageReport(
                        stage,
                        StageState.valueOf(beat.getState().name()),
                        beat.getConcurrency(),
                        beat.getRunning(),
                        beat.getWaiting(),
                        read(beat.getOldestRunning()),
                        read(beat.getOldestWaiting()),
                        sources(beat),
                        beat.getFresh(),
                        beat.getPriorities().stream()
                                .flatMap(its -> read(its).stream())
                                .toList()));
    }

    /** Empty if this version does not know it. */
    static Optional<FlowStage> stage(StageName name) {
        return Arrays.stream(FlowStage.values())
                .filter(stage -> stage.name().equals(name.name()))
                .findFirst();
    }

    private static PriorityBeat write(PriorityReport report) {
        return PriorityBeat.newBuilder()
                .setPriority(JobPriority.valueOf(report.urgency().name()))
                .setRunning(report.running())
                .setWaiting(report.waiting())
                .setFinished(report.finished())
                .build();
    }

    private static Optional<PriorityReport> read(PriorityBeat beat) {
        return Arrays.stream(Urgency.values())
                .filter(urgency -> urgency.name().equals(beat.getPriority().name()))
                .findFirst()
                .map(urgency -> new PriorityReport(urgency, beat.getRunning(), beat.getWaiting(), beat.getFinished()));
    }

    private static List<SourceReport> sources(StageBeat beat) {
        return beat.getSources().stream().map(HeartbeatWire::read).toList();
    }

    private static SourceBeat write(SourceReport report) {
        return SourceBeat.newBuilder()
                .setTopic(report.topic())
                .setMember(report.member())
                .setPartitions(List.copyOf(report.partitions()))
                .setLagRecords(report.lag())
                .setLagMillis(report.lagAge().toMillis())
                .setPollAgeMillis(report.pollAge().toMillis())
                .setFrontierMillis(report.frontierAge().toMillis())
                .build();
    }

    private static SourceReport read(SourceBeat beat) {
        return new SourceReport(
                beat.getTopic(),
                beat.getMember(),
                new TreeSet<>(beat.getPartitions()),
                beat.getLagRecords(),
                Duration.ofMillis(beat.getLagMillis()),
                Duration.ofMillis(beat.getPollAgeMillis()),
                Duration.ofMillis(beat.getFrontierMillis()));
    }

    private static dev.rushes.events.JobSince write(JobSince since) {
        return dev.rushes.events.JobSince.newBuilder()
                .setJobId(since.job().orElse(null))
                .setSinceAt(since.since().truncatedTo(ChronoUnit.MILLIS))
                .build();
    }

    private static Optional<JobSince> read(dev.rushes.events.@Nullable JobSince since) {
        return since == null
                ? Optional.empty()
                : Optional.of(new JobSince(Optional.ofNullable(since.getJobId()), since.getSinceAt()));
    }
}
