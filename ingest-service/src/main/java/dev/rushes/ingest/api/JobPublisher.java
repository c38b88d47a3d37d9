package dev.rushes.ingest.api;

import dev.rushes.runtime.stage.CommonFailure;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Where the API's wishes go. Both operations are repeatable: the same call twice has the effect of one. */
public interface JobPublisher {

    /**
     * Asks for a run.
     *
     * @return completes when the request is acknowledged: from then on the job exists; an error means that nobody knows
     */
    Mono<Void> request(JobOrder order);

    /**
     * Stops a run, and those before it.
     *
     * @return completes when both the command and the end of the run are acknowledged
     */
    Mono<Void> cancel(String tenant, UUID jobId, int run);

    /**
     * Ends a run, and those before it, because of what its caller allowed.
     *
     * @param code such as DEADLINE_PASSED
     * @return completes when both the command and the end of the run are acknowledged
     */
    Mono<Void> fail(String tenant, UUID jobId, int run, CommonFailure code, String message);

    /**
     * Tells that a job is to be forgotten. Stop it first.
     *
     * @param by who asks for it, as the audit names them
     * @return completes when it is acknowledged
     */
    Mono<Void> erase(String tenant, UUID jobId, int run, String by);

    /**
     * Tells that somebody has changed a job, and, if its urgency changed, every instance.
     *
     * @return completes when it is acknowledged
     */
    Mono<Void> amend(JobAmendment amendment);
}
