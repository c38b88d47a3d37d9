package dev.rushes.ingest;

import dev.rushes.ingest.domain.Request;
import dev.rushes.runtime.stage.JobTicket;
import reactor.core.publisher.Mono;

/** Where the stage tells that a job has been requested, so that every job is in the ledger, whoever published it. */
public interface Announcements {

    /**
     * Tells of a request. Every repeat has the same identifier and content.
     *
     * @return completes when the event is acknowledged
     */
    Mono<Void> requested(Request request, JobTicket ticket);
}
