package dev.rushes.runtime.stage;

import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * What a stage may know and tell while it handles one record.
 *
 * @param <O> type of the stage's facts
 */
public interface StageContext<O> {

    /** The job that the record belongs to. */
    JobTicket ticket();

    /** Which try of this record it is, from 1. Postponements and interruptions by a shutdown do not count. */
    int attempt();

    /** Whether no further try follows by itself if this one fails; time limits apart. False where nobody counts. */
    default boolean isLastAttempt() {
        return false;
    }

    /**
     * Publishes a fact now, before the outcome: a chunk that has just closed. The fact has the same identifier as when the outcome
     * repeats it, so that a later repeat is dropped by whoever reads it.
     *
     * @return completes when Kafka has acknowledged the fact
     */
    Mono<Void> announce(O fact);

    /** Tells how far the work is. Never blocks; at most one report a second and record gets through, the latest wins. */
    void progress(StageProgress progress);

    /** Adds a sentence to the job's log, for the person who waits for the film. Never blocks. */
    void note(NoteLevel level, String sentence);

    /** The budget of an outside service. {@link CommonFailure#LANE_UNKNOWN} if there is none of that name for this stage. */
    Lane lane(String name);

    /**
     * Adds to what the try has cost, such as a call of a model. What tools use is added without a word. Counts however the try ends, for what has
     * been paid is paid. Never blocks.
     */
    default void spent(Usage usage) {}

    /**
     * Adds what was paid for something that has an identifier of its own, such as a purchase that several tries work on. Counts once, whichever
     * tries tell it and however often, so that a crash between the paying and the telling loses nothing. Never blocks.
     *
     * @param id follows from what was paid, and from nothing else; always with the same usage
     */
    default void spentOnce(UUID id, Usage usage) {
        spent(usage);
    }

    /** How serious a note is. */
    enum NoteLevel {
        INFO,
        WARNING,
        ERROR
    }
}
