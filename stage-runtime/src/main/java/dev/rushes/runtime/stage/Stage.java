package dev.rushes.runtime.stage;

import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * One stage of the flow: decides what a record asks for and does it. The runtime receives, retries, publishes, commits and tells.
 *
 * <p>A stage is handed the same input again after a crash, a retry, a rebalance or a replay, and possibly while an earlier try is still
 * running elsewhere. It must therefore look for finished work first (artifacts have deterministic keys) and answer
 * {@link Outcome.Repeated} with the same facts, instead of doing the work twice.
 *
 * <p>Cancelling the subscription must stop the work, with everything it started, within a second. The method is called on a worker
 * thread that may block; the {@code Mono} it returns may emit on any thread.
 *
 * @param <I> what the stage takes: a domain value made by the stage's wire
 * @param <O> the facts that it gives: domain values that the stage's wire turns into records
 */
public interface Stage<I, O> {

    /**
     * Handles one input.
     *
     * @param input what to do
     * @param job the job it is for, and the way to tell about progress
     * @return exactly one outcome; an error signal counts as {@link Outcome.Failed}: a {@link StageFailure} with its own failure, anything
     *     else as {@link CommonFailure#UNEXPECTED}
     */
    Mono<Outcome<O>> handle(I input, StageContext<O> job);

    /**
     * What the work will ask of outside services: one claim for each call that it makes for certain. The work starts when all are granted;
     * until then the record waits without a worker, and that is not a try. Asked anew each time; must be quick and always say the same.
     *
     * @return claims of different lanes; the default is none
     */
    default List<LaneClaim> claims(I input, JobTicket ticket) {
        return List.of();
    }

    /**
     * What to publish in place of a result when the runtime gives up on this input, so that the job can go on with a marked gap. The
     * record goes to the dead-letter topic all the same, for a later replay.
     *
     * @return the substitute; empty (the default) fails the job
     */
    default Optional<O> substitute(I input, JobTicket ticket, Failure failure) {
        return Optional.empty();
    }
}
