package dev.rushes.runtime.deadletters;

import dev.rushes.runtime.rules.JobStanding;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** What a replay must know of jobs and may ask for. Whoever keeps the ledger offers it as a bean. */
public interface Reopening {

    /**
     * A job, as a letter names it.
     *
     * @param tenant its owner
     */
    record JobName(String tenant, UUID id) {}

    /** Where nobody keeps a ledger. */
    Reopening NOBODY = new Reopening() {
        @Override
        public Mono<JobStanding> standing(JobName job) {
            return Mono.just(new JobStanding.Untold());
        }

        @Override
        public Mono<Integer> reopen(JobName job, Optional<String> traceparent) {
            return Mono.empty();
        }
    };

    /** Where the job stands; never empty. */
    Mono<JobStanding> standing(JobName job);

    /**
     * Asks for the next run of a job that is over, in the words of its first request.
     *
     * @param traceparent W3C trace that the run continues; empty begins one
     * @return the run, once Kafka has acknowledged the request; empty if the job is not over (any more). To ask twice has the effect of once.
     */
    Mono<Integer> reopen(JobName job, Optional<String> traceparent);
}
