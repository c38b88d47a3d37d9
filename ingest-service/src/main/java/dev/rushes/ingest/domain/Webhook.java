package dev.rushes.ingest.domain;

import java.util.List;
import java.util.Optional;

/**
 * Whom to tell what happens to one job.
 *
 * @param url where to send it; not checked yet
 * @param events types of events, such as "job.completed"; none means every end of a run
 * @param sealedSecret signing secret as {@code dev.rushes.ingest.webhooks.SecretSeal} closed it for the job's tenant; empty signs with the tenant's secret for jobs
 */
public record Webhook(String url, List<String> events, Optional<String> sealedSecret) {
    public Webhook {
        events = List.copyOf(events);
    }

    /** Everything but the secret, and of the address only what holds none. */
    @Override
    public String toString() {
        return "Webhook[events=" + events + "]";
    }
}
