package dev.rushes.runtime.kafka;

import dev.rushes.events.MediaInfo;
import dev.rushes.events.MediaStored;
import dev.rushes.events.Rational;
import dev.rushes.events.SplitFinished;
import dev.rushes.events.StoredObject;
import dev.rushes.events.TimelineAssembled;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.FailureKind;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.LaneClaim;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.Stage;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.wire.StageWire;
import dev.rushes.runtime.wire.Stamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import reactor.core.publisher.Mono;

/** A stage of the simulation: does for each job what its fate says, and leaves an artifact that a repeat finds. */
final class SimStage implements Stage<String, String> {
    private final FlowStage stage;
    private final SimProcess process;
    private final SimWorld world;
    private final SimJobs jobs;
    private final SimLane lane;

    SimStage(FlowStage stage, SimProcess process, SimWorld world, SimJobs jobs, SimLane lane) {
        this.stage = stage;
        this.process = process;
        this.world = world;
        this.jobs = jobs;
        this.lane = lane;
    }

    enum SimFailure implements FailureCode {
        SHAKY(FailureKind.TRANSIENT),
        BUSY(FailureKind.THROTTLED),
        BAD(FailureKind.INPUT);

        private final FailureKind kind;

        SimFailure(FailureKind kind) {
            this.kind = kind;
        }

        @Override
        public FailureKind kind() {
            return kind;
        }
    }

    @Override
    public List<LaneClaim> claims(String name, JobTicket ticket) {
        return lane.claims(stage);
    }

    @Override
    public Mono<Outcome<String>> handle(String name, StageContext<String> context) {
        return Mono.defer(() -> {
            SimJobs.Work work = jobs.work(stage, context.ticket().jobId());
            world.tell("%s %s %s try %d: %s", process, stage, name, context.attempt(), work.nextStep());
            jobs.checkStart(work, process, context.attempt());
            if (work.isDone()) {
                return Mono.just(Outcome.<String>repeated(List.of(name)));
            }
            return jobs.running(work, process, lane.call(stage, process, act(work, name)));
        });
    }

    private Mono<Outcome<String>> act(SimJobs.Work work, String name) {
        return switch (work.takeStep()) {
            case SimJobs.Step.Works works ->
                after(works.time()).then(Mono.fromCallable(() -> {
                    work.done(process);
                    return Outcome.done(name);
                }));
            case SimJobs.Step.Fails fails -> after(fails.time()).thenReturn(Outcome.failed(fails.failure()));
            case SimJobs.Step.Shouts shouts ->
                after(shouts.time()).thenReturn(Outcome.done(name + "!".repeat(SimProcess.LARGEST_RECORD)));
            case SimJobs.Step.Hangs _ -> Mono.never();
            case SimJobs.Step.Kills kills ->
                after(kills.time()).then(Mono.defer(() -> {
                    jobs.killed(process, work);
                    return Mono.never();
                }));
        };
    }

    private Mono<Void> after(Duration time) {
        return process.after(time);
    }

    static Failure failure(SimFailure code) {
        return new Failure(code, "Expected luck, but the seed has none", Optional.empty());
    }

    static Failure outage() {
        return Failure.of(CommonFailure.STORE_UNAVAILABLE, "Expected the store, but it is away");
    }

    /** Footage of that name in the split stage, a cut of it in the timeline stage. */
    static final class Wire implements StageWire<String, String> {
        private final FlowStage stage;

        Wire(FlowStage stage) {
            this.stage = stage;
        }

        @Override
        public String read(SpecificRecord record) {
            return switch (record) {
                case MediaStored media -> media.getFilename();
                case SplitFinished split -> split.getMedia().getKey();
                default -> throw new IllegalArgumentException("Expected footage or chunks, but got " + record);
            };
        }

        @Override
        public SpecificRecord write(String name, Stamp stamp) {
            return stage == FlowStage.SPLIT
                    ? SplitFinished.newBuilder()
                            .setEventId(stamp.eventId(name))
                            .setOccurredAt(stamp.occurredAt())
                            .setJob(stamp.job())
                            .setMedia(StoredObject.newBuilder().setKey(name).build())
                            .setInfo(MediaInfo.newBuilder().build())
                            .setVideoChunks(1)
                            .setAudioChunks(0)
                            .setDuration(Rational.newBuilder().build())
                            .build()
                    : TimelineAssembled.newBuilder()
                            .setEventId(stamp.eventId(name))
                            .setOccurredAt(stamp.occurredAt())
                            .setJob(stamp.job())
                            .setTimeline(StoredObject.newBuilder().setKey(name).build())
                            .setMedia(StoredObject.newBuilder().setKey(name).build())
                            .setInfo(MediaInfo.newBuilder().build())
                            .setDuration(Rational.newBuilder().build())
                            .build();
        }
    }
}
