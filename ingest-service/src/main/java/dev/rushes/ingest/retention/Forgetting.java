package dev.rushes.ingest.retention;

import java.util.UUID;
import reactor.core.publisher.Mono;

/** Tells the log that a job is to be forgotten because its time is over. */
public interface Forgetting {

    /**
     * Counts only if the run is still the job's last when the log hears of it. Repeatable.
     *
     * @return completes when it is acknowledged
     */
    Mono<Void> forget(String tenant, UUID job, int run);
}
