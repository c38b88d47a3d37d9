package dev.rushes.runtime.engine;

import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.rules.FailureDecision;
import dev.rushes.runtime.rules.FailureDecision.Blame;
import dev.rushes.runtime.rules.FailureDecision.FailedTry;
import dev.rushes.runtime.rules.FailureDecision.RetryLimits;
import dev.rushes.runtime.rules.RetryPlan;
import dev.rushes.runtime.rules.RetrySchedule;
import dev.rushes.runtime.rules.RetryWaits;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.stage.Usage;
import dev.rushes.runtime.wire.Moment;
import dev.rushes.runtime.wire.StageDefinition;
import dev.rushes.runtime.wire.StageEvents;
import dev.rushes.runtime.wire.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows from the end of a try. Nothing is sent here: facts first, then what people are told, and dead letters before the
 * news of them, so that a crash in between repeats news but never loses a fact.
 */
final class Planner<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);
    private static final Duration LOOK_FOR_A_PART = Duration.ofSeconds(5);

    private final StageDefinition<I, O> definition;
    private final StagePolicy policy;
    private final StageEvents events;

    Planner(StageDefinition<I, O> definition, StagePolicy policy, StageEvents events) {
        this.definition = definition;
        this.policy = policy;
        this.events = events;
    }

    /**
     * @param cause the error behind a failed outcome, if there was one
     * @param chance random number in [0, 1) for the jitter
     */
    Plan plan(Taken.Readable<I> taken, Outcome<O> outcome, Optional<Throwable> cause, Instant now, double chance) {
        return switch (outcome) {
            case Outcome.Done<O> done -> conclude(Ending.DONE, taken, done.facts(), now);
            case Outcome.Repeated<O> repeated -> conclude(Ending.REPEATED, taken, repeated.facts(), now);
            case Outcome.Absorbed<O> absorbed -> new Plan(Ending.ABSORBED, List.of(), Optional.empty());
            case Outcome.Postponed<O> postponed ->
                postpone(Ending.POSTPONED, taken, postponed.until(), postponed.why(), now);
            case Outcome.Failed<O> failed -> fail(taken, failed.failure(), cause, now, chance);
        };
    }

    /** A fact that is announced before the outcome, with the news of the unit that it completes. */
    List<Letter> announce(Taken.Readable<I> taken, O fact, Instant now) {
        List<Letter> letters = new ArrayList<>();
        onward(taken, fact, now).ifPresent(letters::add);
        definition
                .wire()
                .announcedUnit(fact)
                .map(unit -> events.unitFinished(taken.at(now).withUnit(unit), definition.wire(), List.of(fact)))
                .map(event -> event(taken, event))
                .ifPresent(letters::add);
        return letters;
    }

    /** Whether no try follows that one. */
    boolean isLast(Tries tries) {
        return tries.attempt() >= policy.attempts();
    }

    Letter started(Taken.Readable<I> taken, Instant now) {
        return event(taken, events.started(taken.at(now)));
    }

    /**
     * What a try has cost.
     *
     * @param usage what it used itself
     * @param paid what it told of purchases, by their identifiers
     * @param work for how long it held a worker
     */
    record Bill(Usage usage, Map<UUID, Usage> paid, Duration work) {
        /** A try that used nothing but a worker's time says nothing. */
        boolean isNothing() {
            return paid.isEmpty() && usage.equals(Usage.NONE);
        }
    }

    /** The plan with the news of what the try cost, however it ended: what is used is used. */
    Plan charge(Plan plan, Taken.Readable<I> taken, Bill bill, Instant now) {
        Plan charged = bill.usage().equals(Usage.NONE)
                ? plan
                : plan.with(event(taken, events.spent(taken.at(now), bill.usage(), bill.work())));
        for (Map.Entry<UUID, Usage> purchase : bill.paid().entrySet()) {
            charged =
                    charged.with(event(taken, events.spentOnce(taken.at(now), purchase.getKey(), purchase.getValue())));
        }
        return charged;
    }

    /** The instance shuts down: the same try again, at once, elsewhere. Where order is strict the record must not leave its place. */
    Plan interrupt(Taken.Readable<I> taken, Instant now) {
        if (policy.order() == JobOrder.STRICT) {
            return Plan.LEAVE;
        }
        Letter again = again(taken, taken.tries(), now, Optional.empty());
        return new Plan(Ending.INTERRUPTED, List.of(again), Optional.empty());
    }

    private Plan conclude(Ending ending, Taken.Readable<I> taken, List<O> facts, Instant now) {
        List<Letter> letters = new ArrayList<>();
        List<O> concluding = new ArrayList<>();
        for (O fact : facts) {
            letters.addAll(announce(taken, fact, now));
            if (definition.wire().announcedUnit(fact).isEmpty()) {
                concluding.add(fact);
            }
        }
        letters.addAll(news(taken, concluding, now));
        return new Plan(ending, letters, Optional.empty());
    }

    private List<Letter> news(Taken.Readable<I> taken, List<O> facts, Instant now) {
        Moment moment = taken.at(now);
        if (taken.unit().isPresent()) {
            return List.of(event(taken, events.unitFinished(moment, definition.wire(), facts)));
        }
        Letter finished = event(taken, events.stageFinished(moment, definition.wire(), facts));
        boolean endOfRoute = !facts.isEmpty() && Flow.isLast(taken.ticket().route(), stage());
        return endOfRoute
                ? List.of(finished, event(taken, events.completed(moment, definition.wire(), facts)))
                : List.of(finished);
    }

    /**
     * A lane is busy for so long that the record waits in the retry topic. The try is still to be made and stays the same one, so that a record that
     * kills processes is known by its deaths however often it waits between them.
     */
    Plan postpone(Taken.Readable<I> taken, LaneEntry.Busy busy, Instant now) {
        Failure why = Failure.of(
                CommonFailure.LANE_BUSY,
                "Expected room in the lane " + busy.lane() + ", but there is none until " + busy.until());
        SpecificRecord news = events.postponed(taken.at(now), why, busy.until());
        return comeBack(Ending.POSTPONED, taken, taken.tries(), busy.until(), why, news);
    }

    /**
     * The budget that the record needs belongs to the owner of another partition: it goes there, due at once. Where order is strict it can't
     * travel, and waits for this instance to get a part.
     */
    Plan forward(Taken.Readable<I> taken, LaneEntry.Elsewhere elsewhere, Instant now) {
        if (policy.order() == JobOrder.STRICT) {
            return new Plan(
                    Ending.PARKED,
                    List.of(),
                    Optional.empty(),
                    new Plan.Then.WaitHere(taken.tries(), now.plus(LOOK_FOR_A_PART)));
        }
        Letter there = new Letter.Again(
                taken.delivery(),
                stage(),
                taken.tries(),
                now,
                Optional.empty(),
                Optional.of(taken.ticket()),
                Optional.of(elsewhere.partition()));
        return new Plan(Ending.FORWARDED, List.of(there), Optional.empty());
    }

    /** Tells all instances that a lane is paused. */
    Letter hold(Taken.Readable<I> taken, String lane, Instant until, String why, Instant now) {
        return new Letter.Fact(
                Flow.CONTROL, "", events.holdLane(lane, until, why, now), Optional.of(taken.ticket()), taken.trace());
    }

    private Plan postpone(Ending ending, Taken.Readable<I> taken, Instant due, Failure why, Instant now) {
        return comeBack(ending, taken, taken.tries().postponed(), due, why, events.postponed(taken.at(now), why, due));
    }

    /** Through the retry topic; where order is strict, in the record's own place. */
    private Plan comeBack(
            Ending ending, Taken.Readable<I> taken, Tries next, Instant due, Failure why, SpecificRecord news) {
        Letter told = event(taken, news);
        return policy.order() == JobOrder.STRICT
                ? new Plan(ending, List.of(told), Optional.of(why), new Plan.Then.WaitHere(next, due))
                : new Plan(ending, List.of(again(taken, next, due, Optional.of(why)), told), Optional.of(why));
    }

    private Plan fail(Taken.Readable<I> taken, Failure why, Optional<Throwable> cause, Instant now, double chance) {
        Optional<List<Letter>> substitute = substitute(taken, why, now);
        return switch (decide(taken.tries(), why, substitute.isPresent(), now, chance)) {
            case FailureDecision.Drop drop -> Plan.DROP;
            case FailureDecision.PostponeUntil later -> postpone(Ending.POSTPONED, taken, later.due(), why, now);
            case FailureDecision.WaitOut later -> postpone(Ending.WAITED_OUT, taken, later.due(), why, now);
            case FailureDecision.RetryAt later -> retry(taken, later.due(), why, now);
            case FailureDecision.FailJob end -> new Plan(Ending.FAILED, endOfRun(taken, why, now), Optional.of(why));
            case FailureDecision.DeadLetterAndGoOn goOn ->
                giveUp(Ending.SUBSTITUTED, taken, why, cause, now, substitute.orElseThrow());
            case FailureDecision.DeadLetterAndFail end ->
                giveUp(Ending.DEAD_LETTERED, taken, why, cause, now, endOfRun(taken, why, now));
        };
    }

    /** What to do after a failed try. */
    FailureDecision decide(Tries tries, Failure why, boolean substitutable, Instant now, double chance) {
        FailedTry failed =
                new FailedTry(blame(why), tries.attempt(), tries.postponements(), why.retryAfter(), substitutable);
        RetryWaits waits = policy.waits().isEmpty()
                ? new RetrySchedule(policy.backoffBase(), policy.backoffCap())
                : new RetryPlan(policy.waits());
        Instant lastTry = tries.failingSince().orElse(now).plus(policy.totalTime());
        return FailureDecision.of(failed, new RetryLimits(policy.attempts(), lastTry), waits, now, chance);
    }

    /** The letters about the stage's substitute. A stage that fails even at that has none, and the job ends. */
    private Optional<List<Letter>> substitute(Taken.Readable<I> taken, Failure why, Instant now) {
        try {
            return definition
                    .handler()
                    .substitute(taken.input(), taken.ticket(), why)
                    .map(fact -> conclude(Ending.SUBSTITUTED, taken, List.of(fact), now)
                            .letters());
        } catch (RuntimeException e) {
            LOG.error("Expected a substitute or none, but the {} stage failed to make one", stage().label(), e);
            return Optional.empty();
        }
    }

    private Plan retry(Taken.Readable<I> taken, Instant due, Failure why, Instant now) {
        return comeBack(
                Ending.RETRIED,
                taken,
                taken.tries().nextAttempt(now),
                due,
                why,
                events.retrying(taken.at(now), why, due));
    }

    private Plan giveUp(
            Ending ending,
            Taken.Readable<I> taken,
            Failure why,
            Optional<Throwable> cause,
            Instant now,
            List<Letter> afterwards) {
        List<Letter> letters = new ArrayList<>();
        letters.add(new Letter.Dead(taken.delivery(), stage(), why, cause, Optional.of(taken.ticket())));
        letters.add(event(taken, events.deadLettered(taken.at(now), why)));
        letters.addAll(afterwards);
        return new Plan(ending, letters, Optional.of(why));
    }

    private List<Letter> endOfRun(Taken.Readable<I> taken, Failure why, Instant now) {
        return endOfRun(taken.at(now), Optional.of(taken.ticket()), why, taken.trace());
    }

    /** The run fails, and everybody stops working for it. */
    List<Letter> endOfRun(Moment moment, Optional<JobTicket> about, Failure why, Trace trace) {
        String key = moment.jobId().toString();
        return List.of(
                event(moment, about, events.failed(moment, why), trace),
                new Letter.Fact(Flow.CONTROL, key, events.stopOthers(moment, why), about, trace));
    }

    /** The fact on its way to the next stage of the route; empty if nobody there takes it. */
    private Optional<Letter> onward(Taken.Readable<I> taken, O fact, Instant now) {
        SpecificRecord record = definition.wire().write(fact, new Stamp(taken.ticket(), stage(), now));
        return Flow.next(taken.ticket().route(), stage(), record.getClass())
                .map(next -> new Letter.Fact(
                        next.topic(),
                        taken.ticket().jobId().toString(),
                        record,
                        Optional.of(taken.ticket()),
                        taken.trace()));
    }

    private Letter again(Taken.Readable<I> taken, Tries next, Instant due, Optional<Failure> why) {
        return new Letter.Again(taken.delivery(), stage(), next, due, why, Optional.of(taken.ticket()));
    }

    Letter event(Taken.Readable<I> taken, SpecificRecord event) {
        return new Letter.Fact(
                Flow.EVENTS, taken.ticket().jobId().toString(), event, Optional.of(taken.ticket()), taken.trace());
    }

    static Letter event(Moment moment, Optional<JobTicket> about, SpecificRecord event, Trace trace) {
        return new Letter.Fact(Flow.EVENTS, moment.jobId().toString(), event, about, trace);
    }

    private FlowStage stage() {
        return definition.stage();
    }

    private static Blame blame(Failure why) {
        return switch (why.code().kind()) {
            case INPUT -> Blame.INPUT;
            case BUSINESS -> Blame.BUSINESS;
            case TRANSIENT -> Blame.TRANSIENT;
            case OUTAGE -> Blame.OUTAGE;
            case THROTTLED -> Blame.THROTTLED;
            case OURS -> Blame.OURS;
            case CANCELLED -> Blame.CANCELLED;
        };
    }
}
