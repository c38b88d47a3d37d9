package dev.rushes.ingest.ledger.domain;

import dev.rushes.flow.FlowStage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One fact from the log of events.
 *
 * @param eventId identifier; a repeat has the same
 * @param occurredAt when it happened
 * @param subject the run that it is about
 * @param type what happened
 * @param place where in the flow it happened
 * @param note what the job's log says about it
 * @param sections what else it says
 */
public record JobFact(
        UUID eventId,
        Instant occurredAt,
        Subject subject,
        FactType type,
        Place place,
        Note note,
        List<Section> sections) {

    public JobFact {
        sections = List.copyOf(sections);
    }

    /**
     * The run of a job.
     *
     * @param traceId W3C trace id; empty if it is not traced
     */
    public record Subject(UUID jobId, String tenant, int run, String traceId) {}

    /**
     * Where it happened.
     *
     * @param stage empty for the whole run
     * @param unit unit of work inside the stage, such as "video-00003"
     * @param attempt which try, from 1
     * @param worker instance that says so
     */
    public record Place(Optional<FlowStage> stage, Optional<String> unit, int attempt, String worker) {}

    /**
     * A sentence.
     *
     * @param message empty if the type says it all
     */
    public record Note(Level level, String message) {}

    /** How serious a note is. */
    public enum Level {
        INFO,
        WARNING,
        ERROR
    }

    /** The first section of a type, if there is one. */
    public <S extends Section> Optional<S> section(Class<S> type) {
        return sections.stream().filter(type::isInstance).map(type::cast).findFirst();
    }
}
