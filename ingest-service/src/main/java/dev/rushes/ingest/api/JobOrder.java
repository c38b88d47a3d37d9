package dev.rushes.ingest.api;

import dev.rushes.ingest.domain.Footage;
import dev.rushes.ingest.domain.Webhook;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobTerms;
import dev.rushes.runtime.stage.JobTicket;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A run of a job, as it is asked for.
 *
 * @param jobId the job
 * @param tenant its owner
 * @param run 1 for a new job
 * @param requestedAt when it was asked for
 * @param wish what was asked for
 * @param traceparent W3C trace that the run continues; empty begins one
 */
public record JobOrder(
        UUID jobId, String tenant, int run, Instant requestedAt, Wish wish, Optional<String> traceparent) {

    /**
     * What somebody wants.
     *
     * @param recipe label of a recipe
     * @param footage where the footage is
     * @param options what the film should be like
     * @param priority urgency
     * @param title title shown to people
     * @param labels free labels
     * @param fingerprint digest of what the caller sent; empty if unknown
     * @param webhook whom to tell, beside the endpoints of the tenant
     */
    public record Wish(
            String recipe,
            Footage footage,
            JobOptions options,
            JobTicket.Priority priority,
            Optional<String> title,
            Map<String, String> labels,
            String fingerprint,
            Optional<Webhook> webhook) {
        public Wish {
            labels = Map.copyOf(labels);
        }

        Wish on(JobTerms terms) {
            JobOptions other = new JobOptions(
                    options.filmLength(),
                    options.chunkLength(),
                    options.format(),
                    options.maxHeight(),
                    options.onChunkFailure(),
                    options.analyzer(),
                    options.extra(),
                    terms);
            return new Wish(recipe, footage, other, priority, title, labels, fingerprint, webhook);
        }

        Wish from(Footage other) {
            return new Wish(recipe, other, options, priority, title, labels, fingerprint, webhook);
        }
    }
}
