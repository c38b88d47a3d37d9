package dev.rushes.ingest.domain;

import java.util.Optional;
import java.util.UUID;

/**
 * What somebody asks for, as it came from the HTTP API or any other publisher. Nothing in it has been checked: {@link RequestRules} does.
 *
 * @param jobId the job
 * @param tenant owner
 * @param run 1 for a new job
 * @param recipe name of the recipe
 * @param footage where the footage is
 * @param wishes what the film should be like
 * @param caption what people see of the request
 * @param webhook whom to tell what happens to the job, beside the endpoints of its tenant
 */
public record Request(
        UUID jobId,
        String tenant,
        int run,
        String recipe,
        Footage footage,
        Wishes wishes,
        Caption caption,
        Optional<Webhook> webhook) {
    public Request(UUID jobId, String tenant, int run, String recipe, Footage footage, Wishes wishes, Caption caption) {
        this(jobId, tenant, run, recipe, footage, wishes, caption, Optional.empty());
    }
}
