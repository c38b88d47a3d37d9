package dev.rushes.runtime.engine;

import dev.rushes.runtime.rules.FailureDecision;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.wire.StageDefinition;
import dev.rushes.runtime.wire.StageEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what follows when a record could not be read. What never can be goes to the dead letters at once. While the registry is away the record
 * waits in its place, because nothing is wrong with it, and the stage waits with it. Anything else is a failed try: it comes again like others that
 * fail, and ends like them.
 */
final class FailedReads<I> {
    private final StageDefinition<I, ?> definition;
    private final StagePolicy policy;
    private final StageEvents events;
    private final Planner<I, ?> planner;

    FailedReads(StageDefinition<I, ?> definition, StagePolicy policy, StageEvents events, Planner<I, ?> planner) {
        this.definition = definition;
        this.policy = policy;
        this.events = events;
        this.planner = planner;
    }

    Plan unreadable(Taken.Unreadable<I> record, Instant now) {
        return giveUp(record, now);
    }

    /**
     * @param suspect whether it is counted how often the record has killed a process: then a wait must not make it another try
     * @param chance random number in [0, 1) for the jitter
     */
    Plan unread(Taken.Unread<I> record, boolean suspect, Instant now, double chance) {
        Tries tries = record.delivery().envelope().tries();
        return switch (planner.decide(tries, record.why(), false, now, chance)) {
            case FailureDecision.WaitOut later ->
                waitOut(suspect ? tries : tries.postponed(), later.due(), record.why());
            case FailureDecision.RetryAt later -> retry(record, tries.nextAttempt(now), later.due(), now);
            case FailureDecision.DeadLetterAndFail _,
                    FailureDecision.DeadLetterAndGoOn _,
                    FailureDecision.FailJob _,
                    FailureDecision.PostponeUntil _,
                    FailureDecision.Drop _ ->
                giveUp(
                        new Taken.Unreadable<>(
                                record.delivery(),
                                record.ticket(),
                                record.why(),
                                Optional.of(record.cause()),
                                record.trace()),
                        now);
        };
    }

    private static Plan waitOut(Tries next, Instant due, Failure why) {
        return new Plan(Ending.WAITED_OUT, List.of(), Optional.of(why), new Plan.Then.WaitHere(next, due));
    }

    private Plan retry(Taken.Unread<I> record, Tries next, Instant due, Instant now) {
        List<Letter> letters = new ArrayList<>();
        boolean stays = policy.order() == JobOrder.STRICT;
        if (!stays) {
            letters.add(new Letter.Again(
                    record.delivery(), definition.stage(), next, due, Optional.of(record.why()), record.ticket()));
        }
        record.moment(now)
                .map(moment -> Planner.event(
                        moment, record.ticket(), events.retrying(moment, record.why(), due), record.trace()))
                .ifPresent(letters::add);
        Plan.Then then = stays ? new Plan.Then.WaitHere(next, due) : new Plan.Then.Finish();
        return new Plan(Ending.RETRIED, letters, Optional.of(record.why()), then);
    }

    private Plan giveUp(Taken.Unreadable<I> record, Instant now) {
        List<Letter> letters = new ArrayList<>();
        letters.add(
                new Letter.Dead(record.delivery(), definition.stage(), record.why(), record.cause(), record.ticket()));
        record.moment(now).ifPresent(moment -> {
            letters.add(
                    Planner.event(moment, record.ticket(), events.deadLettered(moment, record.why()), record.trace()));
            letters.addAll(planner.endOfRun(moment, record.ticket(), record.why(), record.trace()));
        });
        return new Plan(Ending.DEAD_LETTERED, letters, Optional.of(record.why()));
    }
}
