package dev.rushes.ingest.webhooks;

import dev.rushes.ingest.domain.Webhook;
import dev.rushes.ingest.webhooks.domain.EventFilter;
import dev.rushes.ingest.webhooks.signing.SecretSeal;
import dev.rushes.ingest.webhooks.signing.SigningSecret;
import java.util.List;
import java.util.Optional;

/** Makes the webhook of a job out of what its request says, so that no bare secret travels. */
public final class JobWebhooks {
    private final HookAddresses addresses;
    private final SecretSeal seal;

    JobWebhooks(HookAddresses addresses, SecretSeal seal) {
        this.addresses = addresses;
        this.seal = seal;
    }

    /** What is wrong with an address, as a sentence; empty if nothing is. */
    public Optional<String> addressProblem(String url) {
        return addresses.problem(url);
    }

    /** What is wrong with a type of events, as a sentence; empty if nothing is. */
    public Optional<String> eventProblem(String type) {
        return EventFilter.problem(type);
    }

    /** What is wrong with a secret, as a sentence that does not hold it; empty if nothing is. */
    public Optional<String> secretProblem(String secret) {
        return SigningSecret.parse(secret).isPresent() ? Optional.empty() : Optional.of(WebhookDesk.SECRET_EXPECTED);
    }

    /**
     * The webhook as it travels.
     *
     * @param tenant owner of the job
     * @param secret as {@link #secretProblem} finds nothing wrong with it; empty signs with the tenant's secret for jobs
     */
    public Webhook webhook(String tenant, String url, List<String> events, Optional<String> secret) {
        return new Webhook(url, events, secret.flatMap(SigningSecret::parse).map(bare -> seal.close(bare, tenant)));
    }
}
