package dev.rushes.ingest.webhooks;

import dev.rushes.ingest.webhooks.domain.Due;
import dev.rushes.ingest.webhooks.domain.Endpoint;
import dev.rushes.ingest.webhooks.domain.Endpoint.Secrets;
import dev.rushes.ingest.webhooks.domain.Endpoint.Standing;
import dev.rushes.ingest.webhooks.domain.Endpoint.State;
import dev.rushes.ingest.webhooks.domain.EventFilter;
import dev.rushes.ingest.webhooks.domain.HookType;
import dev.rushes.ingest.webhooks.domain.Logged;
import dev.rushes.ingest.webhooks.domain.Logged.Try;
import dev.rushes.ingest.webhooks.signing.SecretSeal;
import dev.rushes.ingest.webhooks.signing.SigningSecret;
import dev.rushes.ingest.webhooks.store.Deliveries;
import dev.rushes.ingest.webhooks.store.Endpoints;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What owners do with their endpoints. Everything names the tenant: what belongs to another looks like something that does not exist (empty). */
public final class WebhookDesk {
    public static final String SECRET_EXPECTED =
            "Expected a secret \"whsec_\" with 24 to 64 bytes in Base64 behind it, but got something else. Leave it out to have one made.";

    /** Deliveries that one replay of all takes up; ask again for the rest. */
    public static final int REPLAYED_AT_ONCE = 500;

    private static final int TRIES_SHOWN = 100;

    private final Endpoints endpoints;
    private final Deliveries deliveries;
    private final SecretSeal seal;
    private final Postbox postbox;
    private final WebhookSettings settings;
    private final HookAddresses addresses;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    WebhookDesk(HookDispatch.Tables tables, SecretSeal seal, Postbox postbox, WebhookSettings settings, Clock clock) {
        this.endpoints = tables.endpoints();
        this.deliveries = tables.deliveries();
        this.seal = seal;
        this.postbox = postbox;
        this.settings = settings;
        this.addresses = new HookAddresses(settings);
        this.clock = clock;
    }

    /**
     * What an owner wants of an endpoint; absent parts stay as they are.
     *
     * @param url where, without {@link #addressProblem}
     */
    public record Wish(
            Optional<String> url,
            Optional<EventFilter> filter,
            Optional<String> description,
            Optional<Boolean> enabled) {}

    /**
     * An endpoint with the secret that has just been made for it: the only time that it is shown.
     *
     * @param previousUntil how long the one before signs too
     */
    public record WithSecret(Endpoint endpoint, SigningSecret secret, Optional<Instant> previousUntil) {}

    /** A new secret for jobs that name none. */
    public record JobSecret(SigningSecret secret, Instant previousUntil) {}

    /** A delivery with its tries. */
    public record Traced(Logged delivery, List<Try> tries) {
        public Traced {
            tries = List.copyOf(tries);
        }
    }

    /** What is wrong with an address, as a sentence; empty if nothing is. */
    public Optional<String> addressProblem(String url) {
        return addresses.problem(url);
    }

    /** Endpoints that a tenant may have. */
    public int mostEndpoints() {
        return settings.mostEndpoints();
    }

    /** A new endpoint; empty if the tenant has as many as it may. */
    public Mono<WithSecret> create(String tenant, Wish wish, Optional<SigningSecret> secret) {
        SigningSecret its = secret.orElseGet(() -> SigningSecret.make(random));
        Endpoint endpoint = new Endpoint(
                UUID.randomUUID(),
                tenant,
                Optional.empty(),
                wish.url().orElseThrow(),
                wish.filter().orElseGet(() -> new EventFilter(List.of())),
                wish.description().orElse(""),
                standing(wish, Standing.GOOD),
                new Secrets(Optional.of(seal.close(its, tenant)), Optional.empty(), Optional.empty()),
                now(),
                now());
        return endpoints
                .add(endpoint, settings.mostEndpoints())
                .filter(added -> added)
                .map(_ -> new WithSecret(endpoint, its, Optional.empty()));
    }

    public Flux<Endpoint> list(String tenant) {
        return endpoints.of(tenant);
    }

    public Mono<Endpoint> find(String tenant, UUID id) {
        return endpoints.find(tenant, id);
    }

    /** The endpoint as it is then; empty if there is none. To enable one that was given up begins its health anew. */
    public Mono<Endpoint> change(String tenant, UUID id, Wish wish) {
        return change(
                tenant,
                id,
                before -> new Endpoint(
                        before.id(),
                        before.tenant(),
                        before.jobId(),
                        wish.url().orElse(before.url()),
                        wish.filter().orElse(before.filter()),
                        wish.description().orElse(before.description()),
                        standing(wish, before.standing()),
                        before.secrets(),
                        before.createdAt(),
                        later(before)));
    }

    private static Standing standing(Wish wish, Standing before) {
        return wish.enabled()
                .map(enabled -> enabled
                        ? Standing.GOOD
                        : new Standing(State.DISABLED, "Disabled by its owner.", Optional.empty()))
                .orElse(before);
    }

    /** Whether there was one. */
    public Mono<Boolean> remove(String tenant, UUID id) {
        return endpoints.remove(tenant, id);
    }

    /**
     * Gives an endpoint a new secret; for the overlap the one before signs too.
     *
     * @param secret the new one; empty makes one
     * @param overlap how long both sign; empty takes the setting
     */
    public Mono<WithSecret> rotate(String tenant, UUID id, Optional<SigningSecret> secret, Optional<Duration> overlap) {
        SigningSecret its = secret.orElseGet(() -> SigningSecret.make(random));
        Instant until = now().plus(overlap.orElse(settings.overlap()));
        return change(
                        tenant,
                        id,
                        before -> new Endpoint(
                                before.id(),
                                before.tenant(),
                                before.jobId(),
                                before.url(),
                                before.filter(),
                                before.description(),
                                before.standing(),
                                new Secrets(
                                        Optional.of(seal.close(its, tenant)),
                                        before.secrets().current(),
                                        Optional.of(until)),
                                before.createdAt(),
                                later(before)))
                .map(endpoint -> new WithSecret(endpoint, its, Optional.of(until)));
    }

    /** A new secret for jobs that name a webhook without one. */
    public Mono<JobSecret> rotateJobSecret(String tenant, Optional<SigningSecret> secret, Optional<Duration> overlap) {
        SigningSecret its = secret.orElseGet(() -> SigningSecret.make(random));
        Instant until = now().plus(overlap.orElse(settings.overlap()));
        return endpoints
                .replaceJobSecret(tenant, seal.close(its, tenant), until)
                .thenReturn(new JobSecret(its, until));
    }

    /** Sends a test to an endpoint, as any delivery; empty if there is none. */
    public Mono<Due> test(String tenant, UUID id) {
        Instant now = now();
        return endpoints.find(tenant, id).flatMap(endpoint -> {
            Due due = new Due(
                    UUID.randomUUID(),
                    tenant,
                    id,
                    HookType.WEBHOOK_TEST.label(),
                    Optional.empty(),
                    now,
                    1,
                    HookBodies.test(id, now));
            return post(due).thenReturn(due);
        });
    }

    /** Deliveries of an endpoint, newest first. */
    public Flux<Logged> deliveries(
            String tenant, UUID id, Optional<Logged.State> state, Optional<Deliveries.Position> behind, int most) {
        return deliveries.of(tenant, id, state, behind, most);
    }

    public Mono<Traced> delivery(String tenant, UUID id, UUID delivery) {
        return deliveries
                .find(tenant, id, delivery)
                .flatMap(found ->
                        deliveries.tries(delivery, TRIES_SHOWN).collectList().map(tries -> new Traced(found, tries)));
    }

    /** Sends a delivery again that is over, with the same webhook-id; empty if there is none. One that is still tried goes on as it is. */
    public Mono<Logged> replay(String tenant, UUID id, UUID delivery) {
        return deliveries
                .find(tenant, id, delivery)
                .flatMap(found -> found.state().isOver()
                        ? post(found.due().again()).then(deliveries.find(tenant, id, delivery))
                        : Mono.just(found));
    }

    /** Sends again what has failed, the newest first; how many. */
    public Mono<Integer> replayFailed(String tenant, UUID id) {
        return deliveries
                .of(tenant, id, Optional.of(Logged.State.FAILED), Optional.empty(), REPLAYED_AT_ONCE)
                .collectList()
                .flatMap(failed -> Flux.fromIterable(failed)
                        .concatMap(each -> post(each.due().again()))
                        .then(Mono.just(failed.size())));
    }

    /** Posted first: what is posted is done even if nobody could write it down. */
    private Mono<Void> post(Due due) {
        return postbox.post(due).then(Mono.defer(() -> deliveries.owed(due, now())));
    }

    private Mono<Endpoint> change(String tenant, UUID id, UnaryOperator<Endpoint> how) {
        return endpoints
                .find(tenant, id)
                .flatMap(before -> {
                    Endpoint after = how.apply(before);
                    return endpoints
                            .change(before, after)
                            .flatMap(changed -> changed ? Mono.just(after) : Mono.error(new ChangedMeanwhile()));
                })
                .retryWhen(reactor.util.retry.Retry.max(5).filter(ChangedMeanwhile.class::isInstance));
    }

    private static final class ChangedMeanwhile extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Each change has a time of its own, by which two at once are told apart. */
    private Instant later(Endpoint before) {
        Instant now = now();
        return now.isAfter(before.updatedAt()) ? now : before.updatedAt().plus(1, ChronoUnit.MICROS);
    }

    /** As exact as Postgres keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
