package dev.rushes.ingest.api;

import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.Tombstone;
import dev.rushes.ingest.ledger.Tombstones;
import dev.rushes.ingest.ledger.domain.Job;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes orders to forget a job. One counts when the audit and then the log have acknowledged it; the bytes go afterwards. */
final class ErasureDesk {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final Tombstones tombstones;
    private final JobPublisher publisher;
    private final Deeds deeds;
    private final ApiSettings settings;

    ErasureDesk(Ledger ledger, Tombstones tombstones, JobPublisher publisher, Deeds deeds, ApiSettings settings) {
        this.ledger = ledger;
        this.tombstones = tombstones;
        this.publisher = publisher;
        this.deeds = deeds;
        this.settings = settings;
    }

    /** Erases a job; one that runs is cancelled first. One that has been erased is answered as it is. */
    Mono<Tombstone> erase(Caller caller, UUID id) {
        return tombstones.find(caller.tenant(), id).switchIfEmpty(Mono.defer(() -> ledger.find(caller.tenant(), id)
                .switchIfEmpty(Mono.error(ApiProblem::noSuchJob))
                .flatMap(
                        job -> deeds.audited(caller, deed(job), Mono.defer(() -> order(caller, job)), _ -> Map.of()))));
    }

    /** How far the erasure of a job is. A job that has not been erased has none, like one that does not exist. */
    Mono<Tombstone> find(Caller caller, UUID id) {
        return tombstones.find(caller.tenant(), id).switchIfEmpty(Mono.error(ApiProblem::noSuchErasure));
    }

    private static Deeds.Deed deed(Job job) {
        return new Deeds.Deed("jobs.erase", job.id().toString(), job.tenant(), "", Map.of());
    }

    /** Who runs it must stop before anybody looks for its bytes, also if the ledger believes that it is over: a retry may have been asked for. */
    private Mono<Tombstone> order(Caller caller, Job job) {
        return publisher
                .cancel(job.tenant(), job.id(), job.run())
                .then(Mono.defer(() -> publisher.erase(job.tenant(), job.id(), job.run(), caller.name())))
                .timeout(settings.publishTimeout())
                .onErrorMap(_ -> ApiProblem.unavailable(
                        "LOG_UNAVAILABLE",
                        "Expected Kafka to acknowledge the erasure, but it did not. Send the same request again in a moment.",
                        settings.retryAfter()))
                .then(Mono.defer(() -> seen(job)));
    }

    /** The ledger follows the log; a slow one is no failure of the erasure, but nobody can tell how far it is. */
    private Mono<Tombstone> seen(Job job) {
        return Flux.interval(Duration.ZERO, LOOK)
                .onBackpressureDrop()
                .take(LONGEST_LOOK)
                .concatMap(_ -> tombstones.find(job.tenant(), job.id()), 1)
                .next()
                .switchIfEmpty(Mono.error(() -> ApiProblem.unavailable(
                        "LEDGER_BEHIND",
                        "Expected the ledger to follow within " + LONGEST_LOOK.toSeconds()
                                + " s, but it has not. The erasure is on the log; ask for it again in a moment.",
                        settings.retryAfter())));
    }
}
