package dev.rushes.ingest.webhooks;

import dev.rushes.ingest.webhooks.domain.Endpoint;
import dev.rushes.ingest.webhooks.domain.Endpoint.Secrets;
import dev.rushes.ingest.webhooks.signing.SecretSeal;
import dev.rushes.ingest.webhooks.signing.SigningSecret;
import dev.rushes.ingest.webhooks.store.Endpoints;
import dev.rushes.runtime.stage.StageFailure;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** What signs a delivery: the endpoint's own secret, or the tenant's for jobs; with the one before, while both count. */
final class HookSecrets {
    private final Endpoints endpoints;
    private final SecretSeal seal;
    private final SecureRandom random;

    HookSecrets(Endpoints endpoints, SecretSeal seal, SecureRandom random) {
        this.endpoints = endpoints;
        this.seal = seal;
        this.random = random;
    }

    /** At least one secret; fails with {@link WebhookFailure#WEBHOOK_SECRET_CLOSED} if one does not open. */
    Mono<List<SigningSecret>> of(Endpoint endpoint, Instant now) {
        Secrets own = endpoint.secrets();
        Mono<Secrets> secrets = own.current().isPresent() ? Mono.just(own) : forJobs(endpoint.tenant());
        return secrets.map(its -> open(its, endpoint.tenant(), now));
    }

    private Mono<Secrets> forJobs(String tenant) {
        return endpoints.jobSecrets(tenant).switchIfEmpty(Mono.defer(() -> endpoints
                .keepJobSecret(tenant, seal.close(SigningSecret.make(random), tenant))
                .then(endpoints.jobSecrets(tenant))));
    }

    private List<SigningSecret> open(Secrets secrets, String tenant, Instant now) {
        return Stream.of(secrets.current(), secrets.overlapping(now))
                .flatMap(Optional::stream)
                .map(closed -> seal.open(closed, tenant).orElseThrow(HookSecrets::closed))
                .toList();
    }

    private static StageFailure closed() {
        return new StageFailure(
                WebhookFailure.WEBHOOK_SECRET_CLOSED,
                "Expected to open the signing secret of the endpoint, but it was sealed with another key. Set rushes.webhooks.key to"
                        + " the key that sealed it, or rotate the secret.");
    }
}
