package dev.rushes.ingest.webhooks;

import dev.rushes.ingest.domain.Webhook;
import dev.rushes.ingest.webhooks.domain.Due;
import dev.rushes.ingest.webhooks.domain.Endpoint;
import dev.rushes.ingest.webhooks.domain.EventFilter;
import dev.rushes.ingest.webhooks.domain.HookType;
import dev.rushes.ingest.webhooks.domain.JobStanding;
import dev.rushes.ingest.webhooks.domain.News;
import dev.rushes.ingest.webhooks.store.Deliveries;
import dev.rushes.ingest.webhooks.store.Endpoints;
import dev.rushes.ingest.webhooks.store.JobStandings;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds out who is to be told of what. The order of its steps is what nothing gets lost by: who listens is stored, then deliveries are posted and acknowledged,
 * then it is remembered where the jobs stand. A crash in between repeats the batch, with the same identifiers.
 */
final class HookDispatch {
    private static final int AT_A_TIME = 64;
    private static final int FORGET_AT_MOST = 5_000;

    private final Endpoints endpoints;
    private final Deliveries deliveries;
    private final JobStandings standings;
    private final Postbox postbox;
    private final WebhookMeters meters;
    private final WebhookSettings settings;
    private final Clock clock;
    private volatile Instant nextSweep = Instant.EPOCH;

    HookDispatch(Tables tables, Postbox postbox, WebhookMeters meters, WebhookSettings settings, Clock clock) {
        this.endpoints = tables.endpoints();
        this.deliveries = tables.deliveries();
        this.standings = tables.standings();
        this.postbox = postbox;
        this.meters = meters;
        this.settings = settings;
        this.clock = clock;
    }

    /** What is kept. */
    record Tables(Endpoints endpoints, Deliveries deliveries, JobStandings standings) {}

    /** Posts whatever the news give rise to. An error means that some of it may not be posted: dispatch the same batch again. */
    Mono<Void> dispatch(List<News> batch) {
        if (batch.isEmpty()) {
            return Mono.empty();
        }
        Set<UUID> jobs = new HashSet<>();
        batch.forEach(news -> jobs.add(news.jobId()));
        return standings.of(jobs).flatMap(known -> tell(batch, known)).then(Mono.defer(this::sweep));
    }

    private Mono<Void> tell(List<News> batch, Map<UUID, JobStanding> known) {
        Map<UUID, JobStanding> now = new HashMap<>(known);
        List<News> counted = batch.stream().filter(news -> counts(news, now)).toList();
        return register(counted)
                .then(Mono.defer(() -> listening(counted)))
                .flatMap(listeners -> post(owed(counted, listeners)))
                .then(Mono.defer(() -> standings.save(changed(known, now), clock.instant())));
    }

    private static boolean counts(News news, Map<UUID, JobStanding> standings) {
        JobStanding before = standings.getOrDefault(news.jobId(), JobStanding.before(news));
        Optional<JobStanding> after = before.after(news);
        after.ifPresent(standing -> standings.put(news.jobId(), standing));
        return after.isPresent();
    }

    private static Map<UUID, JobStanding> changed(Map<UUID, JobStanding> before, Map<UUID, JobStanding> after) {
        Map<UUID, JobStanding> changed = new HashMap<>(after);
        before.forEach((job, standing) -> changed.remove(job, standing));
        return changed;
    }

    private Mono<Void> register(List<News> batch) {
        return Flux.fromIterable(batch)
                .concatMap(news -> news.webhook()
                        .map(webhook -> endpoints.register(endpoint(news, webhook)))
                        .orElseGet(Mono::empty))
                .then();
    }

    private static Endpoint endpoint(News news, Webhook webhook) {
        List<String> patterns = webhook.events().stream()
                .filter(pattern -> EventFilter.problem(pattern).isEmpty())
                .toList();
        return new Endpoint(
                DeliveryIds.endpointOf(news.jobId()),
                news.tenant(),
                Optional.of(news.jobId()),
                webhook.url(),
                new EventFilter(patterns),
                "",
                Endpoint.Standing.GOOD,
                new Endpoint.Secrets(webhook.sealedSecret(), Optional.empty(), Optional.empty()),
                news.at(),
                news.at());
    }

    private Mono<List<Endpoint>> listening(List<News> batch) {
        Set<String> tenants = new HashSet<>();
        Set<UUID> jobs = new HashSet<>();
        batch.stream().filter(news -> news.type().isPresent()).forEach(news -> {
            tenants.add(news.tenant());
            jobs.add(news.jobId());
        });
        return tenants.isEmpty()
                ? Mono.just(List.of())
                : endpoints.listening(tenants, jobs).collectList();
    }

    private List<Due> owed(List<News> batch, List<Endpoint> listeners) {
        Instant oldest = clock.instant().minus(settings.oldestEvent());
        List<Due> owed = new ArrayList<>();
        for (News news : batch) {
            news.type().filter(_ -> news.at().isAfter(oldest)).ifPresent(type -> listeners.stream()
                    .filter(listener -> hears(listener, news, type))
                    .forEach(listener -> owed.add(due(news, type, listener))));
        }
        return owed;
    }

    private static boolean hears(Endpoint listener, News news, HookType type) {
        return listener.tenant().equals(news.tenant())
                && listener.jobId().map(news.jobId()::equals).orElse(true)
                && !news.at().isBefore(listener.createdAt())
                && listener.filter().wants(type);
    }

    private static Due due(News news, HookType type, Endpoint listener) {
        return new Due(
                DeliveryIds.of(news.eventId(), listener.id()),
                news.tenant(),
                listener.id(),
                type.label(),
                Optional.of(news.jobId()),
                news.at(),
                1,
                HookBodies.of(news, type));
    }

    private Mono<Void> post(List<Due> owed) {
        return Flux.fromIterable(owed)
                .flatMap(due -> postbox.post(due).thenReturn(due), AT_A_TIME)
                .concatMap(due -> deliveries.owed(due, clock.instant()))
                .then()
                .doOnSuccess(_ -> meters.posted(owed.size()));
    }

    private Mono<Void> sweep() {
        Instant now = clock.instant();
        if (now.isBefore(nextSweep)) {
            return Mono.empty();
        }
        nextSweep = now.plus(settings.sweep());
        Instant before = now.minus(settings.retention());
        return deliveries
                .forget(before, FORGET_AT_MOST)
                .then(endpoints.forgetJobs(before, FORGET_AT_MOST))
                .then(standings.forget(before, FORGET_AT_MOST));
    }
}
