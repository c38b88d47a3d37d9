package dev.rushes.runtime.engine;

import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.observe.LogFields;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.LaneBusy;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.wire.StageDefinition;
import dev.rushes.runtime.wire.StageEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One try of one record: read it, let the stage handle it, send what follows, finish it. */
final class Attempt<I, O> {
    private static final Duration LONG_SILENCE = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    /** Why the stage is stopped in the middle of its work. */
    enum Stop {
        /** The run is cancelled or has failed elsewhere. */
        RUN_IS_OVER,
        /** The instance shuts down. */
        SHUTDOWN,
        /** Somebody else has the record, or gets it. */
        ELSEWHERE
    }

    private final StageDefinition<I, O> definition;
    private final StagePolicy policy;
    private final Planner<I, O> planner;
    private final StageEvents events;
    private final Mail mail;
    private final Tools tools;
    private final Delivery delivery;
    private final Custody custody;
    private final BooleanSupplier roomToPark;
    private final UnaryOperator<JobTicket> amend;
    /** Adds what the try has cost to what follows from it. */
    private volatile UnaryOperator<Plan> charge = UnaryOperator.identity();

    private final Sinks.One<Stop> stop = Sinks.one();
    private volatile Optional<JobTicket> ticket = Optional.empty();
    /** Completes when what the stage told while it worked is out. */
    private volatile Mono<Void> told = Mono.empty();

    private volatile @Nullable AttemptContext<I, O> context;

    /** @param roomToPark whether one more record may wait in the window for a lane */
    Attempt(
            StageDefinition<I, O> definition,
            StagePolicy policy,
            Mail mail,
            Tools tools,
            Delivery delivery,
            Custody custody,
            BooleanSupplier roomToPark,
            UnaryOperator<JobTicket> amend) {
        this.definition = definition;
        this.policy = policy;
        this.events = new StageEvents(definition.stage(), tools.worker());
        this.planner = new Planner<>(definition, policy, events);
        this.mail = mail;
        this.tools = tools;
        this.delivery = delivery;
        this.custody = custody;
        this.roomToPark = roomToPark;
        this.amend = amend;
    }

    /**
     * Makes the try. Blocks now and then: subscribe on a worker.
     *
     * @return what was done; an error means that the record can't be read now, and nothing has happened
     */
    Mono<Plan> run() {
        if (tools.leases().isOver(delivery.envelope().work())) {
            return carryOut(Plan.SUPERSEDED);
        }
        Mono<Plan> done = custody.isKiller() ? Mono.defer(this::giveUp) : workInCustody();
        return done.contextWrite(reactor -> LogFields.with(reactor, logFields()));
    }

    private Mono<Plan> workInCustody() {
        return custody.beforeStart()
                .map(letter -> mail.persist(letter).then(Mono.defer(this::readAndWork)))
                .orElseGet(this::readAndWork)
                .onErrorResume(error -> tell(custody.end(true)).then(Mono.error(error)));
    }

    /** What the log says of the record before it is read, and of one that can't be. */
    Map<String, String> logFields() {
        Envelope envelope = delivery.envelope();
        return LogFields.of(
                definition.stage(),
                new LogFields.Outside(envelope.jobId(), envelope.run(), envelope.tenant()),
                envelope.tries().attempt(),
                envelope.trace().traceId());
    }

    /** Without a look at the bytes: they may be what kills. */
    private Mono<Plan> giveUp() {
        String message = "Expected the " + definition.stage().label() + " stage to live through this record, but "
                + custody.crashes() + " times the process died or hung while it worked on it";
        Taken.Unreadable<I> killer = new Taken.Unreadable<>(
                delivery,
                Optional.empty(),
                Failure.of(CommonFailure.PROCESS_DIED, message),
                Optional.empty(),
                delivery.envelope().trace());
        return carryOut(planner.unreadable(killer, now()));
    }

    private Mono<Void> tell(Optional<Letter> letter) {
        return letter.map(mail::persist).orElseGet(Mono::empty);
    }

    private Instant now() {
        return tools.timer().now();
    }

    private Mono<Plan> readAndWork() {
        return delivery.decode()
                .map(this::read)
                .onErrorResume(UnreadableRecord.class, error -> Mono.just(unreadable(Optional.empty(), error)))
                .flatMap(taken -> switch (taken) {
                    case Taken.Readable<I> readable -> work(readable);
                    case Taken.Unreadable<I> unreadable -> carryOut(planner.unreadable(unreadable, now()));
                });
    }

    /** Stops the stage, if it is at work. What follows from a finished try is not stopped. */
    void stop(Stop why) {
        // A second reason to stop adds nothing.
        Sinks.EmitResult unused = stop.tryEmitValue(why);
    }

    /** Whether the record belongs to one of the runs of the job up to and including {@code run}. */
    boolean concerns(UUID job, int run) {
        return ticket.filter(its -> its.jobId().equals(job) && its.run() <= run).isPresent();
    }

    private Taken<I> read(SpecificRecord record) {
        FlowStage stage = definition.stage();
        if (!Flow.of(stage).takes().contains(record.getClass())) {
            throw new UnreadableRecord(
                    "Expected a fact that the " + stage.label() + " stage takes, but got a "
                            + record.getSchema().getName(),
                    null);
        }
        Optional<JobTicket> known = Optional.empty();
        try {
            JobTicket its = amend.apply(definition.wire().ticket(record));
            known = Optional.of(its);
            ticket = known;
            I input = definition.wire().read(record);
            Optional<String> unit = definition.wire().unit(input);
            return new Taken.Readable<>(
                    delivery, its, input, unit, delivery.envelope().trace());
        } catch (RuntimeException error) {
            return unreadable(known, error);
        }
    }

    private Taken<I> unreadable(Optional<JobTicket> known, Throwable error) {
        String message = error.getMessage() == null ? error.toString() : error.getMessage();
        return new Taken.Unreadable<>(
                delivery,
                known,
                Failure.of(CommonFailure.RECORD_UNREADABLE, message),
                Optional.of(error),
                delivery.envelope().trace());
    }

    private Mono<Plan> work(Taken.Readable<I> taken) {
        JobTicket its = taken.ticket();
        if (tools.stopped().isStopped(its.jobId(), its.run())) {
            return carryOut(Plan.DROP);
        }
        AttemptLanes lanes = new AttemptLanes(
                tools.lanes(), definition.stage(), delivery.envelope().origin());
        return Mono.defer(() -> enter(taken, lanes))
                .contextWrite(reactor -> LogFields.with(
                        reactor,
                        definition.stage(),
                        its,
                        taken.tries().attempt(),
                        taken.trace().traceId()));
    }

    /** The work begins when its lanes have room. */
    private Mono<Plan> enter(Taken.Readable<I> taken, AttemptLanes lanes) {
        LaneEntry entry;
        try {
            entry = lanes.enter(definition.handler().claims(taken.input(), taken.ticket()));
        } catch (RuntimeException error) {
            return settle(
                    taken, new Verdict.Ended<>(Outcome.failed(failure(taken.ticket(), error)), Optional.of(error)));
        }
        return switch (entry) {
            case LaneEntry.Entered _ -> handle(taken, lanes);
            case LaneEntry.Blocked blocked -> carryOut(putAside(taken, blocked));
        };
    }

    private Mono<Plan> handle(Taken.Readable<I> taken, AttemptLanes lanes) {
        Instant since = tools.timer().steady();
        AttemptContext<I, O> its = new AttemptContext<>(taken, planner, events, mail, lanes, tools);
        context = its;
        return Mono.deferContextual(view -> {
                    its.open(view);
                    return verdict(taken, its, lanes);
                })
                .doOnTerminate(lanes::close)
                .doOnCancel(lanes::close)
                .flatMap(verdict -> {
                    told = its.close();
                    Duration work = Duration.between(since, tools.timer().steady());
                    charge = plan -> planner.charge(plan, taken, its.spending().total(), work, now());
                    return settle(taken, verdict);
                });
    }

    /** Close at hand, the record waits in the window; otherwise in the retry topic, so that it doesn't hold back the commit. */
    private Plan putAside(Taken.Readable<I> taken, LaneEntry.Blocked blocked) {
        if (custody.isElsewhere()) {
            return Plan.NOT_OURS;
        }
        return switch (blocked) {
            case LaneEntry.Elsewhere elsewhere -> planner.forward(taken, elsewhere, now());
            case LaneEntry.Busy busy -> {
                Instant horizon = now().plus(tools.settings().parking().horizon());
                yield busy.until().isAfter(horizon) || !roomToPark.getAsBoolean()
                        ? planner.postpone(taken, busy, now())
                        : Plan.waitForLane(busy.until());
            }
        };
    }

    private Mono<Verdict<O>> verdict(Taken.Readable<I> taken, AttemptContext<I, O> context, AttemptLanes lanes) {
        JobTicket its = taken.ticket();
        Duration limit = timeout(its);
        if (!limit.isPositive()) {
            return Mono.just(new Verdict.Ended<>(Outcome.failed(late(its)), Optional.empty()));
        }
        Mono<Verdict<O>> handled = Mono.defer(() -> definition.handler().handle(taken.input(), context))
                .switchIfEmpty(
                        Mono.error(() -> new IllegalStateException("Expected an outcome, but the stage gave none")))
                .contextWrite(context.spending()::in)
                .timeout(tools.timer().after(limit))
                .map(outcome -> (Verdict<O>) new Verdict.Ended<>(outcome, Optional.empty()))
                .onErrorResume(error -> Mono.just(verdict(its, error, lanes)))
                .subscribeOn(tools.workers());
        return Mono.firstWithSignal(stop.asMono().map(Verdict.Stopped<O>::new), handled);
    }

    /**
     * The work takes long: people should know that it has begun.
     *
     * @return whether it has
     */
    boolean tellStart() {
        AttemptContext<I, O> its = context;
        if (its != null) {
            its.tellStart();
        }
        return its != null;
    }

    private Verdict<O> verdict(JobTicket its, Throwable error, AttemptLanes lanes) {
        Optional<LaneEntry.Blocked> blocked = error instanceof LaneBusy ? lanes.blocked() : Optional.empty();
        return blocked.<Verdict<O>>map(Verdict.Blocked::new)
                .orElseGet(() -> new Verdict.Ended<>(Outcome.failed(failure(its, error)), Optional.of(error)));
    }

    /** How long the try may take: as long as the stage allows, and as the job's deadline does. Not positive if that is past. */
    private Duration timeout(JobTicket its) {
        return its.options()
                .terms()
                .deadline()
                .map(deadline -> Duration.between(now(), deadline))
                .filter(left -> left.compareTo(policy.timeout()) < 0)
                .orElse(policy.timeout());
    }

    private Failure late(JobTicket its) {
        String deadline =
                its.options().terms().deadline().map(Instant::toString).orElse("its deadline");
        return Failure.of(
                CommonFailure.DEADLINE_PASSED,
                "Expected the job to end by " + deadline + ", but the "
                        + definition.stage().label() + " stage is still to be done");
    }

    private boolean isLate(JobTicket its) {
        return its.options()
                .terms()
                .deadline()
                .filter(deadline -> !now().isBefore(deadline))
                .isPresent();
    }

    private Failure failure(JobTicket its, Throwable error) {
        return switch (error) {
            case TimeoutException _ when isLate(its) -> late(its);
            case StageFailure known -> known.failure();
            case TimeoutException late ->
                Failure.of(
                        CommonFailure.STAGE_TIMEOUT,
                        "Expected the " + definition.stage().label() + " stage to finish within " + policy.timeout()
                                + ", but it did not");
            default -> {
                LOG.error(
                        "The {} stage failed in a way that it has no name for",
                        definition.stage().label(),
                        error);
                yield Failure.of(
                        CommonFailure.UNEXPECTED,
                        "Expected the " + definition.stage().label() + " stage to work, but it failed with "
                                + error.getClass().getSimpleName());
            }
        };
    }

    private Mono<Plan> settle(Taken.Readable<I> taken, Verdict<O> verdict) {
        return switch (verdict) {
            case Verdict.Ended<O> ended -> settle(taken, ended);
            case Verdict.Blocked<O> blocked -> carryOut(putAside(taken, blocked.by()));
            case Verdict.Stopped<O> stopped ->
                switch (stopped.why()) {
                    case RUN_IS_OVER -> carryOut(Plan.DROP);
                    case SHUTDOWN -> carryOut(custody.isElsewhere() ? Plan.LEAVE : planner.interrupt(taken, now()));
                    case ELSEWHERE -> carryOut(Plan.LEAVE);
                };
        };
    }

    /** Carries out the plan. A success that can't be told is no success: then the try has failed. */
    private Mono<Plan> settle(Taken.Readable<I> taken, Verdict.Ended<O> ended) {
        Mono<Plan> carriedOut = Mono.defer(() -> carryOut(plan(taken, ended)));
        return (ended.outcome() instanceof Outcome.Failed<O> ? whoseItIs().then(carriedOut) : carriedOut)
                .onErrorResume(error -> {
                    LOG.error(
                            "Expected to tell what the {} stage did, but can't",
                            definition.stage().label(),
                            error);
                    Failure why = Failure.of(
                            CommonFailure.UNEXPECTED,
                            "Expected to publish the result, but could not: " + error.getMessage());
                    return carryOut(plan(taken, new Verdict.Ended<>(Outcome.failed(why), Optional.of(error))));
                });
    }

    /** Completes when it is known whether the record is still ours: a frozen process that wakes up must hear from the broker first. */
    private Mono<Void> whoseItIs() {
        return Mono.defer(() -> custody.isElsewhere() || delivery.silence().compareTo(LONG_SILENCE) < 0
                ? Mono.empty()
                : tools.timer().after(LOOK_AGAIN).then(whoseItIs()));
    }

    /** A success is told whoever has the record: its facts are the same. A failure is told only by who has it. */
    private Plan plan(Taken.Readable<I> taken, Verdict.Ended<O> ended) {
        Plan plan = planner.plan(
                taken, ended.outcome(), ended.cause(), now(), tools.random().nextDouble());
        return plan.why().isPresent() && custody.isElsewhere() ? Plan.NOT_OURS : plan;
    }

    private Mono<Plan> carryOut(Plan decided) {
        Plan plan = charge.apply(decided);
        return send(plan).then(Mono.defer(() -> custody.end(plan.isLeft())
                .map(letter -> mail.persist(letter).then(Mono.fromCallable(() -> end(plan))))
                .orElseGet(() -> Mono.just(end(plan)))));
    }

    private Plan end(Plan plan) {
        if (plan.then() instanceof Plan.Then.Finish) {
            delivery.finish();
        }
        count(plan);
        log(plan);
        return plan;
    }

    /**
     * After a success the facts are handed over first, and the news do not wait until they are stored, only until none was refused: so a stage
     * costs an event one round trip. A crash in between may leave news of facts that are not there yet; the record is not acknowledged then,
     * and its next owner sends the same facts and the same news. After a failure, news that can't be sent are only logged: the record itself
     * is safe in the retry or dead-letter topic.
     */
    private Mono<Void> send(Plan plan) {
        if (plan.ending().success()) {
            Mono<Void> facts = mail.persist(plan.beforeNews());
            Mono<Void> news = told.then(mail.persist(plan.fromNewsOn()));
            return Flux.mergeSequential(List.of(facts, news)).then();
        }
        return told.thenMany(Flux.fromIterable(plan.letters()))
                .concatMap(letter -> mail.persist(letter).onErrorResume(LetterRefused.class, refused -> {
                    LOG.error("A letter about a failure can't be sent", refused);
                    return letter instanceof Letter.Again again
                            ? mail.persist(deadInstead(again, refused))
                            : Mono.empty();
                }))
                .then();
    }

    private static Letter deadInstead(Letter.Again again, LetterRefused refused) {
        Failure why =
                again.why().orElseGet(() -> Failure.of(CommonFailure.UNEXPECTED, "Expected to retry, but could not"));
        return new Letter.Dead(again.delivery(), again.stage(), why, Optional.of(refused), again.about());
    }

    private void count(Plan plan) {
        String code = plan.why().map(why -> why.code().name()).orElse("NONE");
        switch (plan.ending()) {
            case REPEATED, SUPERSEDED -> tools.meters().repeat();
            case RETRIED, POSTPONED, WAITED_OUT -> tools.meters().retry(code);
            case DEAD_LETTERED, SUBSTITUTED -> tools.meters().deadLetter(code);
            case DONE, ABSORBED, FAILED, DROPPED, INTERRUPTED, PARKED, FORWARDED -> {}
        }
    }

    private void log(Plan plan) {
        String place = delivery.envelope().place();
        String why =
                plan.why().map(its -> its.code().name() + ": " + its.message()).orElse("");
        switch (plan.ending()) {
            case RETRIED, POSTPONED, WAITED_OUT -> LOG.info("{} is {} and comes again: {}", place, plan.ending(), why);
            case SUBSTITUTED, DEAD_LETTERED -> LOG.error("{} is {}, given up: {}", place, plan.ending(), why);
            case FAILED -> LOG.warn("{} ends its job: {}", place, why);
            case INTERRUPTED -> LOG.info("{} is interrupted and comes again elsewhere", place);
            case DONE, REPEATED, SUPERSEDED, ABSORBED, DROPPED, PARKED, FORWARDED ->
                LOG.debug("{} is {}", place, plan.ending());
        }
    }

    /** How the stage's work ended. */
    private sealed interface Verdict<O> {
        record Ended<O>(Outcome<O> outcome, Optional<Throwable> cause) implements Verdict<O> {}

        record Stopped<O>(Stop why) implements Verdict<O> {}

        record Blocked<O>(LaneEntry.Blocked by) implements Verdict<O> {}
    }
}
