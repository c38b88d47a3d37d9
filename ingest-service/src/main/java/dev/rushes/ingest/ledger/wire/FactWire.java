package dev.rushes.ingest.ledger.wire;

import dev.rushes.events.JobEvent;
import dev.rushes.events.NoteLevel;
import dev.rushes.events.StageName;
import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.domain.CleanText;
import dev.rushes.ingest.ledger.domain.FactType;
import dev.rushes.ingest.ledger.domain.JobFact;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JobEvent → {@link JobFact}. Text is cut to a bounded line without control characters: a NUL in the name of a tag would make Postgres refuse
 * the whole batch, again and again.
 */
public final class FactWire {
    static final int MESSAGE_LIMIT = 2000;
    static final int NAME_LIMIT = 200;

    private FactWire() {}

    /**
     * The fact in an event.
     *
     * @return empty for a type that this version does not know
     * @throws ArithmeticException if a number in it can mean nothing
     * @throws IllegalArgumentException if a value in it can mean nothing
     */
    public static Optional<JobFact> fact(JobEvent event) {
        return type(event)
                .map(type -> new JobFact(
                        event.getEventId(),
                        event.getOccurredAt(),
                        new JobFact.Subject(
                                event.getJobId(),
                                name(event.getTenant()),
                                Math.max(1, event.getRun()),
                                name(event.getTraceId())),
                        type,
                        new JobFact.Place(
                                stage(event.getStage()),
                                optionalName(event.getUnit()),
                                Math.max(1, event.getAttempt()),
                                name(event.getWorker())),
                        new JobFact.Note(level(event.getLevel()), sentence(event.getMessage())),
                        SectionWire.sections(event)));
    }

    static String sentence(String text) {
        return CleanText.line(text, MESSAGE_LIMIT);
    }

    static String name(String text) {
        return CleanText.line(text, NAME_LIMIT);
    }

    static Optional<FlowStage> stage(@Nullable StageName name) {
        return name == null || name == StageName.UNKNOWN
                ? Optional.empty()
                : Optional.of(FlowStage.valueOf(name.name()));
    }

    static Optional<String> optionalName(@Nullable String text) {
        return Optional.ofNullable(text).map(FactWire::name).filter(name -> !name.isEmpty());
    }

    /** What happened; empty if this version does not know it. */
    public static Optional<FactType> type(JobEvent event) {
        return switch (event.getType()) {
            case UNKNOWN -> Optional.empty();
            case REQUESTED,
                    STAGE_STARTED,
                    STAGE_PROGRESSED,
                    STAGE_RETRYING,
                    STAGE_POSTPONED,
                    STAGE_FINISHED,
                    UNIT_FINISHED,
                    STAGE_NOTED,
                    DEAD_LETTERED,
                    COMPLETED,
                    FAILED,
                    CANCELLED,
                    AMENDED,
                    SPENT,
                    ERASED -> Optional.of(FactType.valueOf(event.getType().name()));
        };
    }

    private static JobFact.Level level(NoteLevel level) {
        return switch (level) {
            case WARNING -> JobFact.Level.WARNING;
            case ERROR -> JobFact.Level.ERROR;
            case INFO, UNKNOWN -> JobFact.Level.INFO;
        };
    }
}
