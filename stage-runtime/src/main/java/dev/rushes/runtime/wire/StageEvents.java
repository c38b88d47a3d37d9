package dev.rushes.runtime.wire;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rushes.events.ControlAction;
import dev.rushes.events.ControlCommand;
import dev.rushes.events.FailureKind;
import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import dev.rushes.events.NoteLevel;
import dev.rushes.events.Progress;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageProgress;
import dev.rushes.runtime.stage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes the events that the runtime tells about one stage. What can be told only once has an identifier that follows from what it says,
 * so that a repeat is recognized; what is told as it happens (starts, progress, notes) has a new one each time.
 */
public final class StageEvents {
    private static final int MAX_SENTENCE = 2_000;

    private final FlowStage stage;
    private final String worker;

    /** @param worker name of this instance, shown to people */
    public StageEvents(FlowStage stage, String worker) {
        this.stage = stage;
        this.worker = worker;
    }

    public SpecificRecord started(Moment moment) {
        return event(moment, JobEventType.STAGE_STARTED, newId()).build();
    }

    public SpecificRecord progressed(Moment moment, StageProgress progress) {
        return event(moment, JobEventType.STAGE_PROGRESSED, newId())
                .setProgress(Progress.newBuilder()
                        .setDone(progress.done())
                        .setTotal(progress.total())
                        .setUnit(progress.unit())
                        .setSpeed(progress.speed())
                        .setMessage(progress.message())
                        .build())
                .build();
    }

    public SpecificRecord noted(Moment moment, StageContext.NoteLevel level, String sentence) {
        return event(moment, JobEventType.STAGE_NOTED, newId())
                .setLevel(NoteLevel.valueOf(level.name()))
                .setMessage(cut(sentence))
                .build();
    }

    public SpecificRecord retrying(Moment moment, Failure failure, Instant due) {
        return event(moment, JobEventType.STAGE_RETRYING, idOfAttempt(moment, JobEventType.STAGE_RETRYING))
                .setFailure(failure(failure))
                .setDueAt(due)
                .build();
    }

    public SpecificRecord postponed(Moment moment, Failure failure, Instant due) {
        return event(moment, JobEventType.STAGE_POSTPONED, newId())
                .setFailure(failure(failure))
                .setDueAt(due)
                .build();
    }

    /** A unit of the stage is done; the moment names it. */
    public <O> SpecificRecord unitFinished(Moment moment, StageWire<?, O> wire, List<O> facts) {
        return described(moment, JobEventType.UNIT_FINISHED, wire, facts);
    }

    public <O> SpecificRecord stageFinished(Moment moment, StageWire<?, O> wire, List<O> facts) {
        return described(moment, JobEventType.STAGE_FINISHED, wire, facts);
    }

    /** The run has reached the end of its route. */
    public <O> SpecificRecord completed(Moment moment, StageWire<?, O> wire, List<O> facts) {
        return described(moment, JobEventType.COMPLETED, wire, facts);
    }

    public SpecificRecord deadLettered(Moment moment, Failure failure) {
        return event(moment, JobEventType.DEAD_LETTERED, idOfAttempt(moment, JobEventType.DEAD_LETTERED))
                .setFailure(failure(failure))
                .setLevel(NoteLevel.ERROR)
                .setMessage(cut(failure.message()))
                .build();
    }

    /** What a try cost. It is told once, so that it is counted once. */
    public SpecificRecord spent(Moment moment, Usage usage, Duration work) {
        return spent(moment, newId(), usage, work);
    }

    /** What was paid for something with an identifier of its own, which is the event's: whoever counts, counts it once. */
    public SpecificRecord spentOnce(Moment moment, UUID id, Usage usage) {
        return spent(moment, id, usage, Duration.ZERO);
    }

    private SpecificRecord spent(Moment moment, UUID id, Usage usage, Duration work) {
        return event(moment, JobEventType.SPENT, id)
                .setUsage(dev.rushes.events.Usage.newBuilder()
                        .setCpuMillis(usage.cpu().toMillis())
                        .setWorkMillis(work.toMillis())
                        .setTokensIn(usage.tokensIn())
                        .setTokensOut(usage.tokensOut())
                        .setMicroDollars(usage.microDollars())
                        .build())
                .build();
    }

    /** The run ends here. */
    public SpecificRecord failed(Moment moment, Failure failure) {
        return event(moment, JobEventType.FAILED, idOf(moment, JobEventType.FAILED))
                .setFailure(failure(failure))
                .setLevel(NoteLevel.ERROR)
                .setMessage(cut(failure.message()))
                .build();
    }

    /** Tells all instances to stop working for a run that has failed, and for those before it. */
    public SpecificRecord stopOthers(Moment moment, Failure failure) {
        return ControlCommand.newBuilder()
                .setCommandId(newId())
                .setIssuedAt(moment.at())
                .setAction(ControlAction.CANCEL)
                .setJobId(moment.jobId())
                .setRun(moment.run())
                .setReason("The " + stage.label() + " stage failed the run: "
                        + failure.code().name())
                .build();
    }

    /** Tells all instances to pause a lane. */
    public SpecificRecord holdLane(String lane, Instant until, String why, Instant now) {
        return ControlCommand.newBuilder()
                .setCommandId(newId())
                .setIssuedAt(now)
                .setAction(ControlAction.HOLD_LANE)
                .setLane(lane)
                .setUntil(until)
                .setReason(cut("The " + stage.label() + " stage on " + worker + " was told to wait: " + why))
                .build();
    }

    /**
     * What every record of a busy stage leads to. Made without the builder, which asks of each field what it is by default: compilers need as long for
     * that as for the rest of a stage.
     */
    private <O> SpecificRecord described(Moment moment, JobEventType type, StageWire<?, O> wire, List<O> facts) {
        JobEvent.Builder said = JobEvent.newBuilder();
        facts.forEach(fact -> wire.describe(fact, said));
        return new JobEvent(
                idOf(moment, type),
                moment.at(),
                moment.jobId(),
                moment.tenant(),
                moment.run(),
                type,
                JobWire.stageName(stage),
                moment.unit().orElse(null),
                moment.attempt(),
                worker,
                moment.traceId(),
                said.hasMessage() ? said.getMessage() : "",
                said.hasLevel() ? said.getLevel() : NoteLevel.INFO,
                said.getProgress(),
                said.getFailure(),
                said.getDueAt(),
                said.getRequest(),
                said.getMedia(),
                said.getChunk(),
                said.getSplit(),
                said.getTimeline(),
                said.hasFilms() ? said.getFilms() : List.of(),
                said.getAmendment(),
                said.getUsage(),
                said.getErasure());
    }

    private JobEvent.Builder event(Moment moment, JobEventType type, UUID id) {
        return JobEvent.newBuilder()
                .setEventId(id)
                .setOccurredAt(moment.at())
                .setJobId(moment.jobId())
                .setTenant(moment.tenant())
                .setRun(moment.run())
                .setType(type)
                .setStage(JobWire.stageName(stage))
                .setUnit(moment.unit().orElse(null))
                .setAttempt(moment.attempt())
                .setWorker(worker)
                .setTraceId(moment.traceId())
                .setMessage("")
                .setLevel(NoteLevel.INFO)
                .setFilms(List.of());
    }

    private UUID idOf(Moment moment, JobEventType type) {
        return EventIds.of(
                moment.jobId(), moment.run(), stage, type + "/" + moment.unit().orElse(""));
    }

    private UUID idOfAttempt(Moment moment, JobEventType type) {
        String name = type + "/" + moment.unit().orElse("") + "/" + moment.attempt();
        return EventIds.of(moment.jobId(), moment.run(), stage, name);
    }

    /** Events are for people: nobody reads more, and the log of events must not carry it. */
    private static String cut(String sentence) {
        return sentence.length() <= MAX_SENTENCE ? sentence : sentence.substring(0, MAX_SENTENCE - 1) + "…";
    }

    /** Nobody need be unable to guess it, and what some events are told on must not wait for the system's random numbers. */
    private static UUID newId() {
        return UuidCreator.getTimeOrderedEpochFast();
    }

    private static dev.rushes.events.Failure failure(Failure failure) {
        return dev.rushes.events.Failure.newBuilder()
                .setCode(failure.code().name())
                .setKind(FailureKind.valueOf(failure.code().kind().name()))
                .setMessage(cut(failure.message()))
                .build();
    }
}
