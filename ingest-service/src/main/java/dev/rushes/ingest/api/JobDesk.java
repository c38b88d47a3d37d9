package dev.rushes.ingest.api;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.domain.Footage;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobState;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.ingest.quota.Quotas;
import dev.rushes.ingest.quota.domain.QuotaRule;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobOptions.ChunkFailurePolicy;
import dev.rushes.runtime.stage.JobOptions.FilmFormat;
import dev.rushes.runtime.stage.JobTicket.Priority;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Takes orders for jobs: a new one, another run, a stop. An order counts when Kafka has acknowledged it, and not before. */
final class JobDesk {
    private static final Logger LOG = LoggerFactory.getLogger(JobDesk.class);
    /** Name space of ids that follow from a caller's idempotency key. */
    private static final UUID KEYS = UUID.fromString("6f1d1c64-3c7e-5f0a-9a51-0f6f7c1f2b7a");

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);

    private final Ledger ledger;
    private final JobPublisher publisher;
    private final Quotas quotas;
    private final ApiSettings settings;
    private final Clock clock;

    JobDesk(Ledger ledger, JobPublisher publisher, Quotas quotas, ApiSettings settings, Clock clock) {
        this.quotas = quotas;
        this.ledger = ledger;
        this.publisher = publisher;
        this.settings = settings;
        this.clock = clock;
    }

    /** The id of a new job; with an idempotency key always the same for the same key. Randomness may block, so it is drawn elsewhere. */
    Mono<UUID> newId(Caller caller, Optional<String> idempotencyKey) {
        return idempotencyKey
                .map(key -> Mono.fromSupplier(
                        () -> UuidCreator.getNameBasedSha1(KEYS, caller.tenant() + "\n" + checked(key))))
                .orElseGet(() ->
                        Mono.fromSupplier(UuidCreator::getTimeOrderedEpoch).subscribeOn(Schedulers.boundedElastic()));
    }

    Mono<Job> find(Caller caller, UUID id) {
        return ledger.find(caller.tenant(), id).switchIfEmpty(Mono.error(ApiProblem::noSuchJob));
    }

    /** Asks for a new job. One that exists already is answered as it is, unless it was asked for something else. */
    Mono<JobOrder> open(Caller caller, UUID id, JobOrder.Wish wish) {
        JobOrder order = new JobOrder(id, caller.tenant(), 1, now(), wish, Optional.empty());
        return ledger.find(caller.tenant(), id)
                .map(known -> same(known, order))
                .switchIfEmpty(Mono.defer(() -> room(caller, id, 1, 0).then(publish(order))));
    }

    /**
     * Promises room for a run.
     *
     * @param bytes that it needs at once
     * @return completes if there is room, else an {@link ApiProblem} says what is reached
     */
    Mono<Void> room(Caller caller, UUID id, int run, long bytes) {
        return quotas.reserve(caller.tenant(), id, run, bytes).flatMap(verdict -> switch (verdict) {
            case QuotaRule.Verdict.Granted _ -> Mono.<Void>empty();
            case QuotaRule.Verdict.Refused refused -> Mono.error(ApiProblem.noRoom(refused, settings.retryAfter()));
        });
    }

    /** Gives back what was promised to a run that is not asked for after all. */
    Mono<Void> giveBack(Caller caller, UUID id, int run) {
        return quotas.release(caller.tenant(), id, run);
    }

    /** Asks for the next run of a job that is over: finished stages are found and not done again. */
    Mono<JobOrder> retry(Caller caller, UUID id, boolean force) {
        return find(caller, id).flatMap(job -> {
            if (!job.state().isTerminal()) {
                return Mono.error(conflict(
                        "JOB_RUNNING",
                        "Expected a job that is over, but it is " + job.state() + ". Cancel it first, or wait."));
            }
            if (job.state() == JobState.COMPLETED && !force) {
                return Mono.error(conflict(
                        "JOB_COMPLETED",
                        "Expected a job that failed or was cancelled, but it is completed. "
                                + "Add ?force=true to run it again."));
            }
            Section.Request request = job.request()
                    .orElseThrow(() -> conflict(
                            "REQUEST_UNKNOWN",
                            "Expected to know what the job was asked for, but that has not been told."));
            return room(caller, id, job.run() + 1, 0).then(openNext(job, request, Optional.empty()));
        });
    }

    /** Asks for the next run of a job that is over, whatever its end; empty if it is not over, or if nobody knows what it was asked for. */
    Mono<JobOrder> reopen(String tenant, UUID id, Optional<String> traceparent) {
        return ledger.find(tenant, id).filter(job -> job.state().isTerminal()).flatMap(job -> Mono.justOrEmpty(
                        job.request())
                .flatMap(request -> openNext(job, request, traceparent)));
    }

    private Mono<JobOrder> openNext(Job job, Section.Request request, Optional<String> traceparent) {
        JobOrder order = new JobOrder(job.id(), job.tenant(), job.run() + 1, now(), wish(request), traceparent);
        return publish(order).delayUntil(_ -> seen(job.tenant(), job.id(), now -> now.run() >= order.run()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Stops a job that is not over. */
    Mono<Job> cancel(Caller caller, UUID id) {
        return find(caller, id)
                .flatMap(job -> job.state().isTerminal()
                        ? Mono.error(
                                conflict("JOB_OVER", "Expected a job that is not over, but it is " + job.state() + "."))
                        : acknowledged(publisher.cancel(job.tenant(), id, job.run()))
                                .then(Mono.defer(() -> seen(
                                        caller.tenant(), id, now -> now.state().isTerminal())))
                                .defaultIfEmpty(job));
    }

    /**
     * The job as soon as the ledger shows a change that has been acknowledged, so that who asks right afterwards does not see the old state; empty
     * if the ledger lags behind, which changes nothing about the acknowledgement.
     */
    private Mono<Job> seen(String tenant, UUID id, Predicate<Job> change) {
        return Flux.interval(Duration.ZERO, LOOK)
                .onBackpressureDrop()
                .take(LONGEST_LOOK)
                .concatMap(_ -> ledger.find(tenant, id), 1)
                .filter(change)
                .next();
    }

    private Mono<JobOrder> publish(JobOrder order) {
        return acknowledged(publisher.request(order)).thenReturn(order);
    }

    private Mono<Void> acknowledged(Mono<Void> published) {
        return published.timeout(settings.publishTimeout()).onErrorMap(e -> {
            LOG.warn("Expected Kafka to acknowledge, but: {}", e.toString());
            return ApiProblem.unavailable(
                    "LOG_UNAVAILABLE",
                    "Expected Kafka to acknowledge the request, but it did not. Send the same request again in a moment, with the same Idempotency-Key if it had one.",
                    settings.retryAfter());
        });
    }

    private JobOrder same(Job known, JobOrder order) {
        boolean other = known.request()
                .map(JobDesk::wish)
                .filter(wish -> !comparable(wish).equals(comparable(order.wish())))
                .isPresent();
        if (other) {
            throw ApiProblem.keyReused();
        }
        return order;
    }

    /** The upload stage fills in the recipe's film length, so an absent one is equal to any. */
    private static String comparable(JobOrder.Wish wish) {
        JobOptions options = wish.options();
        return wish.recipe() + "\n"
                + switch (wish.footage()) {
                    case Footage.Upload upload -> upload.key();
                    case Footage.Url url -> url.address();
                    case Footage.Missing _ -> "";
                }
                + "\n" + options.format() + "\n" + options.maxHeight();
    }

    private static JobOrder.Wish wish(Section.Request request) {
        Section.Wishes wishes = request.wishes();
        Optional<String> filename = request.source().filename();
        Footage footage = request.source()
                .uploadKey()
                .<Footage>map(key -> new Footage.Upload(key, filename))
                .or(() -> request.source().url().map(url -> new Footage.Url(url, filename)))
                .orElseGet(() -> new Footage.Missing("The first request named no footage.", filename));
        JobOptions options = new JobOptions(
                wishes.filmLength(),
                wishes.chunkLength(),
                FilmFormat.valueOf(wishes.format()),
                wishes.maxHeight(),
                ChunkFailurePolicy.valueOf(wishes.onChunkFailure()),
                wishes.analyzer(),
                wishes.extra());
        return new JobOrder.Wish(
                request.recipe(),
                footage,
                options,
                Priority.valueOf(request.priority()),
                request.title(),
                request.labels());
    }

    private static ApiProblem conflict(String code, String detail) {
        return ApiProblem.of(HttpStatus.CONFLICT, code, detail);
    }

    /** A structured string in quotes, or bare. */
    private static String checked(String header) {
        String key = header.strip();
        if (key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"")) {
            key = key.substring(1, key.length() - 1);
        }
        if (key.isEmpty() || key.length() > 255) {
            throw ApiProblem.of(
                    HttpStatus.BAD_REQUEST,
                    "IDEMPOTENCY_KEY_INVALID",
                    "Expected an Idempotency-Key of 1 to 255 characters, but got " + key.length() + ".");
        }
        return key;
    }
}
