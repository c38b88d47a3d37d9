package dev.rushes.ingest.api;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.ledger.Known;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobState;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.ingest.ledger.domain.Spend;
import dev.rushes.ingest.quota.Quotas;
import dev.rushes.ingest.quota.domain.QuotaRule;
import dev.rushes.ingest.trace.RequestTraces;
import dev.rushes.runtime.engine.Trace;
import dev.rushes.runtime.stage.JobTerms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Takes orders for jobs: a new one, another run, a stop. An order counts when Kafka has acknowledged it, and not before. */
final class JobDesk {
    private static final Logger LOG = LoggerFactory.getLogger(JobDesk.class);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);

    private final Ledger ledger;
    private final JobPublisher publisher;
    private final Quotas quotas;
    private final Keeping keeping;
    private final ApiSettings settings;
    private final Clock clock;
    private final Mono<UUID> freshIds;
    private final RecentRequests recent = new RecentRequests();

    /** @param workers threads that may block, as randomness may; if they are those that publish, an order changes its thread once and not twice */
    JobDesk(
            Ledger ledger,
            JobPublisher publisher,
            Quotas quotas,
            Keeping keeping,
            ApiSettings settings,
            Clock clock,
            Scheduler workers) {
        this.freshIds = Mono.fromSupplier(UuidCreator::getTimeOrderedEpoch).subscribeOn(workers);
        this.quotas = quotas;
        this.keeping = keeping;
        this.ledger = ledger;
        this.publisher = publisher;
        this.settings = settings;
        this.clock = clock;
    }

    /** The id of a new job; with an idempotency key always the same for the same key. Randomness may block, so it is drawn elsewhere. */
    Mono<UUID> newId(Caller caller, Optional<String> idempotencyKey) {
        return idempotencyKey
                .map(key -> Mono.fromSupplier(() -> IdempotencyKey.read(key).jobOf(caller.tenant())))
                .orElse(freshIds);
    }

    Mono<Job> find(Caller caller, UUID id) {
        return ledger.known(caller.tenant(), id)
                .switchIfEmpty(Mono.error(ApiProblem::noSuchJob))
                .flatMap(JobDesk::living);
    }

    private static Mono<Job> living(Known known) {
        return switch (known) {
            case Known.Living living -> Mono.just(living.job());
            case Known.Gone gone -> Mono.error(ApiProblem.forgotten(gone.forgotten()));
        };
    }

    /** Asks for a new job. Without a key its id is one that nobody has had before, so nothing needs to be looked up. */
    Mono<JobOrder> open(Caller caller, Optional<String> idempotencyKey, JobOrder.Wish wish) {
        return newId(caller, idempotencyKey)
                .flatMap(id -> idempotencyKey.isPresent()
                        ? open(caller, id, wish)
                        : first(caller, id, wish).flatMap(order -> begin(caller, order)));
    }

    /**
     * Asks for a job whose id others may know. One that exists already is answered as it is, unless it was asked for something else. Of two different
     * requests with one key that come at the same time, the second is refused; the ledger may not have heard of the first yet. An id that has been
     * erased is not used again, and its owner hears so.
     */
    Mono<JobOrder> open(Caller caller, UUID id, JobOrder.Wish wish) {
        return first(caller, id, wish).flatMap(order -> open(caller, order));
    }

    private Mono<JobOrder> open(Caller caller, JobOrder order) {
        return ledger.known(caller.tenant(), order.jobId())
                .flatMap(JobDesk::living)
                .map(job -> {
                    KnownWish.expectSame(job, order.wish());
                    return order;
                })
                .switchIfEmpty(Mono.defer(
                        () -> recent.isFirst(order) ? begin(caller, order) : Mono.error(ApiProblem.keyInFlight())));
    }

    /** A job goes on in the trace of the request that asks for it. */
    private Mono<JobOrder> first(Caller caller, UUID id, JobOrder.Wish wish) {
        return traceparent().map(trace -> new JobOrder(id, caller.tenant(), 1, now(), wish, trace));
    }

    private static Mono<Optional<String>> traceparent() {
        return RequestTraces.current().map(trace -> trace.map(Trace::traceparent));
    }

    private Mono<JobOrder> begin(Caller caller, JobOrder order) {
        return roomFor(caller, order).then(publish(order));
    }

    /** What is refused was never asked for, so that its key is free again. */
    private Mono<Void> roomFor(Caller caller, JobOrder order) {
        return room(caller, order.jobId(), order.run(), 0).doOnError(_ -> recent.forget(order));
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
                return Mono.error(ApiProblem.conflict(
                        "JOB_RUNNING",
                        "Expected a job that is over, but it is " + job.state() + ". Cancel it first, or wait."));
            }
            if (job.state() == JobState.COMPLETED && !force) {
                return Mono.error(ApiProblem.conflict(
                        "JOB_COMPLETED",
                        "Expected a job that failed or was cancelled, but it is completed. "
                                + "Add ?force=true to run it again."));
            }
            Section.Request request = job.request()
                    .orElseThrow(() -> ApiProblem.conflict(
                            "REQUEST_UNKNOWN",
                            "Expected to know what the job was asked for, but that has not been told."));
            if (isSpent(job)) {
                return Mono.error(ApiProblem.conflict(
                        "BUDGET_EXCEEDED",
                        "Expected something left of the job's budget, but it is spent. Ask for a new job with"
                                + " a larger one."));
            }
            return keeping.keep(job)
                    .then(Mono.defer(() -> room(caller, id, job.run() + 1, 0)))
                    .then(traceparent())
                    .flatMap(trace -> openNext(job, request, trace));
        });
    }

    private static boolean isSpent(Job job) {
        Section.Terms terms = job.request().map(asked -> asked.wishes().terms()).orElse(Section.Terms.NONE);
        Spend spent = job.spending();
        return terms.budgetMicroDollars()
                        .filter(most -> spent.microDollars() > most)
                        .isPresent()
                || terms.budgetCpuMillis()
                        .filter(most -> spent.cpuMillis() > most)
                        .isPresent();
    }

    /**
     * Changes a job's title, labels or urgency. The log decides which of two changes of the same revision counts.
     *
     * @param onlyAt the revision that the caller has seen; empty changes whatever stands
     * @return the job afterwards; as it was before if the ledger has not heard of the change in time
     */
    Mono<Job> amend(Caller caller, UUID id, Optional<Long> onlyAt, JobAmendment.Patch patch) {
        return find(caller, id).flatMap(job -> {
            if (onlyAt.filter(revision -> revision != job.revision()).isPresent()) {
                return Mono.error(ApiProblem.changed(JobView.tag(job)));
            }
            Optional<ApiProblem> objection = objection(job, patch);
            if (objection.isPresent()) {
                return Mono.error(objection.get());
            }
            return freshIds.flatMap(
                    event -> amend(job, new JobAmendment(event, job.tenant(), id, job.run(), onlyAt, patch)));
        });
    }

    private static Optional<ApiProblem> objection(Job job, JobAmendment.Patch patch) {
        if (job.request().isEmpty()) {
            return Optional.of(ApiProblem.conflict(
                    "REQUEST_UNKNOWN", "Expected to know what the job was asked for, but that has not been told."));
        }
        if (patch.priority().isPresent() && job.state().isTerminal()) {
            return Optional.of(ApiProblem.conflict(
                    "JOB_OVER",
                    "Expected a job that is not over to change its priority, but it is " + job.state() + "."));
        }
        Set<String> labels = new TreeSet<>(job.request().get().labels().keySet());
        labels.removeAll(patch.labelsRemoved());
        labels.addAll(patch.labels().keySet());
        return labels.size() <= WishReader.LABELS
                ? Optional.empty()
                : Optional.of(ApiProblem.invalid(List.of(new Problem.Fault(
                        "/labels",
                        "Expected at most " + WishReader.LABELS + " labels, but the job would have " + labels.size()
                                + "."))));
    }

    private Mono<Job> amend(Job before, JobAmendment amendment) {
        return acknowledged(publisher.amend(amendment))
                .then(Mono.defer(() -> seen(before.tenant(), before.id(), now -> now.revision() > before.revision())))
                .flatMap(now -> amendment.onlyAt().isEmpty()
                        ? Mono.just(now)
                        : ledger.has(before.tenant(), before.id(), amendment.eventId())
                                .hasElement()
                                .flatMap(ours ->
                                        ours ? Mono.just(now) : Mono.error(ApiProblem.changed(JobView.tag(now)))))
                .defaultIfEmpty(before);
    }

    /** Asks for the next run of a job that is over, whatever its end; empty if it is not over, or if nobody knows what it was asked for. */
    Mono<JobOrder> reopen(String tenant, UUID id, Optional<String> traceparent) {
        return ledger.find(tenant, id).filter(job -> job.state().isTerminal()).flatMap(job -> Mono.justOrEmpty(
                        job.request())
                .flatMap(request -> keeping.keep(job).then(openNext(job, request, traceparent))));
    }

    private Mono<JobOrder> openNext(Job job, Section.Request request, Optional<String> traceparent) {
        JobOrder order = new JobOrder(
                job.id(), job.tenant(), job.run() + 1, now(), withoutPast(KnownWish.of(request)), traceparent);
        return publish(order).delayUntil(_ -> seen(job.tenant(), job.id(), now -> now.run() >= order.run()));
    }

    /** Whoever runs a job again after its deadline wants it all the same. */
    private JobOrder.Wish withoutPast(JobOrder.Wish wish) {
        JobTerms terms = wish.options().terms();
        return terms.deadline().filter(at -> !at.isAfter(clock.instant())).isEmpty()
                ? wish
                : wish.on(new JobTerms(Optional.empty(), terms.budgetMicroDollars(), terms.budgetCpuMillis()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Stops a job that is not over. */
    Mono<Job> cancel(Caller caller, UUID id) {
        return find(caller, id)
                .flatMap(job -> job.state().isTerminal()
                        ? Mono.error(ApiProblem.conflict(
                                "JOB_OVER", "Expected a job that is not over, but it is " + job.state() + "."))
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
                    "Expected Kafka to acknowledge the request, but it did not. Send the same request again in a"
                            + " moment, with the same Idempotency-Key if it had one.",
                    settings.retryAfter());
        });
    }
}
