package dev.rushes.ingest.tus;

import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Where a complete upload becomes a job. */
public interface UploadedJobs {

    /**
     * Whether a job can be asked for like this; told before any bytes come.
     *
     * @param wish values of the upload's metadata; names that mean nothing here are ignored
     * @return an error that tells what is wrong, and how to answer it
     */
    Mono<Void> check(Map<String, String> wish);

    /**
     * Asks for a job. The same call again asks for the same job.
     *
     * @param key where the footage is
     * @return completes when the request is acknowledged
     */
    Mono<Void> ask(String tenant, UUID jobId, Map<String, String> wish, String key);
}
