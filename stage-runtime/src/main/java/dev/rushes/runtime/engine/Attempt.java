package dev.rushes.runtime.engine;

import dev.rushes.runtime.engine.Handling.Verdict;
import dev.rushes.runtime.observe.LogFields;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.FailureKind;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.LaneBusy;
import dev.rushes.runtime.stage.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * One try of one record: read it, let the stage handle it, send what follows, finish it. Each step calls the next one, on a worker, so that a record
 * costs no more than its work; whatever goes wrong between them, the record is not forgotten.
 */
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

    private final Workshop<I, O> workshop;
    private final Tools tools;
    private final Delivery delivery;
    private final Custody custody;
    private final BooleanSupplier roomToPark;
    private final Aftermath aftermath;
    private final Aftermath.End end;
    private volatile Optional<JobTicket> ticket = Optional.empty();
    private volatile @Nullable Map<String, String> fields;
    private volatile @Nullable AtWork<I, O> atWork;
    private volatile @Nullable Stop stopped;
    /** Completes when what the stage told while it worked is out; empty if it is. */
    private volatile Optional<Mono<Void>> told = Optional.empty();
    /** Adds what the try has cost to what follows from it. */
    private volatile UnaryOperator<Plan> charge = UnaryOperator.identity();

    /** @param limit when its time is up, by the steady clock */
    private record AtWork<I, O>(
            Handling<O> handling, AttemptContext<I, O> context, AttemptLanes lanes, Instant limit) {}

    /**
     * @param roomToPark whether one more record may wait in the window for a lane
     * @param end told what was done; it failed if the record can't be read now, and nothing has happened
     */
    Attempt(
            Workshop<I, O> workshop,
            Delivery delivery,
            Custody custody,
            BooleanSupplier roomToPark,
            Aftermath.End end) {
        this.workshop = workshop;
        this.tools = workshop.tools();
        this.delivery = delivery;
        this.custody = custody;
        this.roomToPark = roomToPark;
        this.end = end;
        this.aftermath = new Aftermath(delivery, custody, workshop, this::logFields);
    }

    /** Makes the try. Blocks now and then: run it on a worker. Errors of the machine leave the record where it is, as other troubles do. */
    void begin() {
        guarded(this::takeUp);
    }

    private void takeUp() {
        if (tools.leases().isOver(delivery.envelope().work())) {
            carryOut(Plan.SUPERSEDED);
        } else if (custody.isKiller()) {
            inFields(() -> giveUp(workshop.reader().killer(delivery, custody.crashes())));
        } else {
            aftermath.send(custody.beforeStart(), this::readAndWork, end);
        }
    }

    private void giveUp(Taken.Unreadable<I> record) {
        carryOut(workshop.failedReads().unreadable(record, now()));
    }

    private void carryOut(Plan plan) {
        carryOut(plan, end);
    }

    private void carryOut(Plan plan, Aftermath.End whoHears) {
        aftermath.carryOut(charge.apply(plan), told, whoHears);
    }

    private Instant now() {
        return tools.timer().now();
    }

    private void readAndWork() {
        switch (workshop.reader().read(delivery)) {
            case Taken.Readable<I> readable -> {
                ticket = Optional.of(readable.ticket());
                inFields(() -> work(readable));
            }
            case Taken.Unreadable<I> unreadable -> {
                ticket = unreadable.ticket();
                inFields(() -> giveUp(unreadable));
            }
            case Taken.Unread<I> unread -> {
                ticket = unread.ticket();
                inFields(() -> unread(unread));
            }
        }
    }

    private void unread(Taken.Unread<I> record) {
        if (ticket.filter(its -> tools.stopped().isStopped(its.jobId(), its.run()))
                .isPresent()) {
            carryOut(Plan.DROP);
        } else if (custody.isElsewhere()) {
            carryOut(Plan.NOT_OURS);
        } else if (isSilent()) {
            lookAgain(() -> unread(record));
        } else {
            if (record.why().code().kind() != FailureKind.OUTAGE) {
                LOG.error(
                        "Expected to read a record of the {} stage, but can't",
                        workshop.stage().label(),
                        record.cause());
            }
            carryOut(workshop.failedReads()
                    .unread(record, custody.isSuspect(), now(), tools.random().nextDouble()));
        }
    }

    /** What the log says of the record: until it is read, and of one that can't be, what can be seen from outside. */
    Map<String, String> logFields() {
        Map<String, String> known = fields;
        if (known == null) {
            Envelope envelope = delivery.envelope();
            known = LogFields.of(
                    workshop.stage(),
                    ticket.map(LogFields.Outside::of)
                            .orElseGet(
                                    () -> new LogFields.Outside(envelope.jobId(), envelope.run(), envelope.tenant())),
                    envelope.tries().attempt(),
                    envelope.trace().traceId());
            fields = ticket.isPresent() ? known : null;
        }
        return known;
    }

    private void inFields(Runnable step) {
        LogFields.during(logFields(), () -> guarded(step));
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable error) {
            aftermath.leave(error, end);
        }
    }

    /** The work begins when its lanes have room. */
    private void work(Taken.Readable<I> taken) {
        JobTicket its = taken.ticket();
        if (tools.stopped().isStopped(its.jobId(), its.run())) {
            carryOut(Plan.DROP);
            return;
        }
        Instant now = now();
        Optional<Failure> late = workshop.limit().passed(its, now);
        if (late.isPresent()) {
            conclude(taken, Outcome.failed(late.get()), Optional.empty());
            return;
        }
        AttemptLanes lanes = new AttemptLanes(
                tools.lanes(), workshop.stage(), delivery.envelope().origin());
        LaneEntry entry;
        try {
            entry = lanes.enter(workshop.handler().claims(taken.input(), its));
        } catch (Throwable error) {
            conclude(taken, Outcome.failed(workshop.failure(taken.ticket(), error)), Optional.of(error));
            return;
        }
        switch (entry) {
            case LaneEntry.Entered _ -> handle(taken, lanes, now);
            case LaneEntry.Blocked blocked -> carryOut(putAside(taken, blocked));
        }
    }

    private void handle(Taken.Readable<I> taken, AttemptLanes lanes, Instant now) {
        Context logging = LogFields.with(Context.empty(), logFields());
        AttemptContext<I, O> context = new AttemptContext<>(taken, workshop, lanes, logging, now);
        Instant begun = tools.timer().steady();
        Handling<O> handling = new Handling<>(
                context.surroundings(), verdict -> inFields(() -> handled(taken, lanes, context, begun, verdict)));
        Instant limit = begun.plus(workshop.limit().left(taken.ticket(), now));
        atWork = new AtWork<>(handling, context, lanes, limit);
        Stop why = stopped;
        if (aftermath.isAbandoned()) {
            abandon();
        } else if (why != null) {
            handling.stop(new Verdict.Stopped<>(why));
        }
        handling.begin(() -> workshop.handler().handle(taken.input(), context));
    }

    private void handled(
            Taken.Readable<I> taken,
            AttemptLanes lanes,
            AttemptContext<I, O> context,
            Instant begun,
            Verdict<O> verdict) {
        lanes.close();
        told = context.close();
        Duration work = Duration.between(begun, tools.timer().steady());
        charge = plan -> charged(plan, taken, new Planner.Bill(context.used(), context.paid(), work));
        switch (verdict) {
            case Verdict.Said<O>(Outcome<O> outcome) -> conclude(taken, outcome, Optional.empty());
            case Verdict.Broken<O>(Throwable error) -> broken(taken, lanes, error);
            case Verdict.Stopped<O>(Stop why) -> carryOut(afterStop(taken, why));
        }
    }

    private Plan charged(Plan plan, Taken.Readable<I> taken, Planner.Bill bill) {
        return bill.isNothing() ? plan : workshop.planner().charge(plan, taken, bill, now());
    }

    private void broken(Taken.Readable<I> taken, AttemptLanes lanes, Throwable error) {
        Optional<LaneEntry.Blocked> blocked = error instanceof LaneBusy ? lanes.blocked() : Optional.empty();
        if (blocked.isPresent()) {
            carryOut(putAside(taken, blocked.get()));
        } else {
            conclude(taken, Outcome.failed(workshop.failure(taken.ticket(), error)), Optional.of(error));
        }
    }

    private Plan afterStop(Taken.Readable<I> taken, Stop why) {
        return switch (why) {
            case RUN_IS_OVER -> Plan.DROP;
            case SHUTDOWN ->
                custody.isElsewhere() ? Plan.LEAVE : workshop.planner().interrupt(taken, now());
            case ELSEWHERE -> Plan.LEAVE;
        };
    }

    /** Close at hand, the record waits in the window; otherwise in the retry topic, so that it doesn't hold back the commit. */
    private Plan putAside(Taken.Readable<I> taken, LaneEntry.Blocked blocked) {
        if (custody.isElsewhere()) {
            return Plan.NOT_OURS;
        }
        return switch (blocked) {
            case LaneEntry.Elsewhere elsewhere -> workshop.planner().forward(taken, elsewhere, now());
            case LaneEntry.Busy busy -> {
                Instant horizon = now().plus(tools.settings().parking().horizon());
                yield busy.until().isAfter(horizon) || !roomToPark.getAsBoolean()
                        ? workshop.planner().postpone(taken, busy, now())
                        : Plan.waitForLane(busy.until());
            }
        };
    }

    /**
     * Decides what follows and carries it out. A success that can't be told is no success: then the try has failed. Before a failure is told it must be
     * known whether the record is still ours: a frozen process that wakes up must hear from the broker first.
     */
    private void conclude(Taken.Readable<I> taken, Outcome<O> outcome, Optional<Throwable> cause) {
        if (outcome instanceof Outcome.Failed<O> && !custody.isElsewhere() && isSilent()) {
            lookAgain(() -> conclude(taken, outcome, cause));
            return;
        }
        Plan plan;
        try {
            plan = plan(taken, outcome, cause);
        } catch (RuntimeException error) {
            cannotTell(taken, error);
            return;
        }
        carryOut(plan, end.orElse(error -> inFields(() -> cannotTell(taken, error))));
    }

    private void lookAgain(Runnable step) {
        Disposable unused =
                tools.timer().at(now().plus(LOOK_AGAIN), () -> workshop.crew().run(() -> inFields(step)));
    }

    private boolean isSilent() {
        return delivery.silence().compareTo(LONG_SILENCE) >= 0;
    }

    private void cannotTell(Taken.Readable<I> taken, Throwable error) {
        LOG.error(
                "Expected to tell what the {} stage did, but can't",
                workshop.stage().label(),
                error);
        Failure why = Failure.of(
                CommonFailure.UNEXPECTED, "Expected to publish the result, but could not: " + error.getMessage());
        carryOut(plan(taken, Outcome.failed(why), Optional.of(error)));
    }

    /** A success is told whoever has the record: its facts are the same. A failure is told only by who has it. */
    private Plan plan(Taken.Readable<I> taken, Outcome<O> outcome, Optional<Throwable> cause) {
        Plan plan = workshop.planner()
                .plan(taken, outcome, cause, now(), tools.random().nextDouble());
        return plan.why().isPresent() && custody.isElsewhere() ? Plan.NOT_OURS : plan;
    }

    /** Stops the stage, if it is at work. What follows from a finished try is not stopped. A second reason to stop adds nothing. */
    void stop(Stop why) {
        stopped = stopped == null ? why : stopped;
        end(new Verdict.Stopped<>(why));
    }

    private void end(Verdict<O> verdict) {
        AtWork<I, O> its = atWork;
        if (its != null) {
            workshop.crew().run(() -> its.handling().stop(verdict));
        }
    }

    /** Cuts the work off, without any letter. */
    void abandon() {
        aftermath.abandon();
        AtWork<I, O> its = atWork;
        if (its != null) {
            its.handling().abandon();
            its.lanes().close();
        }
    }

    /** Whether the record belongs to one of the runs of the job up to and including {@code run}. */
    boolean concerns(UUID job, int run) {
        return ticket.filter(its -> its.jobId().equals(job) && its.run() <= run).isPresent();
    }

    /**
     * The work takes long: people should know that it has begun.
     *
     * @return whether it has
     */
    boolean tellStart() {
        AtWork<I, O> its = atWork;
        if (its != null) {
            its.context().tellStart();
        }
        return its != null;
    }

    /**
     * Stops the stage if its time is up.
     *
     * @param now by the steady clock
     * @return when that will be; empty if it is not at work
     */
    Optional<Instant> limit(Instant now) {
        AtWork<I, O> its = atWork;
        if (its == null || its.handling().isOver()) {
            return Optional.empty();
        }
        if (now.isBefore(its.limit())) {
            return Optional.of(its.limit());
        }
        end(new Verdict.Broken<>(new TimeoutException()));
        return Optional.empty();
    }
}
