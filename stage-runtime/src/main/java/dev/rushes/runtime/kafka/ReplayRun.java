package dev.rushes.runtime.kafka;

import dev.rushes.runtime.deadletters.DeadLettersUnavailable;
import dev.rushes.runtime.deadletters.LetterPlace;
import dev.rushes.runtime.deadletters.ReplayReport;
import dev.rushes.runtime.deadletters.ReplayResult;
import dev.rushes.runtime.deadletters.ReplayResult.Reason;
import dev.rushes.runtime.engine.LetterRefused;
import dev.rushes.runtime.engine.Timer;
import dev.rushes.runtime.engine.Trace;
import dev.rushes.runtime.kafka.ReplaySteps.Step;
import dev.rushes.runtime.rules.ReplayPace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One call of a replay: letter by letter, at the pace that was asked for. The audit hears of the replay before anything is done, and of each
 * letter before the next one is taken up; when it can't be told, the call ends. For one subscription.
 */
final class ReplayRun {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayRun.class);

    private final ReplayPicks picks;
    private final ReplaySteps steps;
    private final ReplayAudit told;
    private final boolean dryRun;
    private final ReplayPace pace;
    private final Parts parts;
    private final Instant deadline;
    private final List<ReplayResult> results = new ArrayList<>();
    private int done;
    private int promised;
    private Optional<Instant> lastDeed = Optional.empty();
    private Optional<String> problem = Optional.empty();
    private boolean outOfTime;

    /** What every run works with. */
    record Parts(Audit audit, Timer timer, DeadLetterSettings settings) {}

    ReplayRun(ReplayPicks picks, ReplaySteps steps, ReplayAudit told, boolean dryRun, ReplayPace pace, Parts parts) {
        this.picks = picks;
        this.steps = steps;
        this.told = told;
        this.dryRun = dryRun;
        this.pace = pace;
        this.parts = parts;
        this.deadline = now().plus(parts.settings().replayTime());
    }

    Mono<ReplayReport> run() {
        return write(told.begun(now()))
                .onErrorMap(error -> new DeadLettersUnavailable(
                        "Expected to write the replay to the audit before it begins, but could not", error))
                .thenMany(Flux.fromIterable(picks.letters()).concatMap(this::take))
                .then(Mono.defer(this::end));
    }

    private Mono<ReplayReport> end() {
        long left = picks.leftAfter(done);
        ReplayReport report = new ReplayReport(
                told.id(),
                dryRun,
                results,
                left,
                picks.counted(),
                picks.nextAfter(done),
                problem,
                pace.perSecond(),
                pace.lasts(promised + left));
        return write(told.ended(report, now()))
                .onErrorResume(error -> {
                    LOG.error("Expected to write the end of replay {} to the audit, but could not", told.id(), error);
                    return Mono.empty();
                })
                .thenReturn(report);
    }

    private Mono<Void> take(ReplayPicks.Pick pick) {
        outOfTime |= !results.isEmpty() && !now().isBefore(deadline);
        if (outOfTime || problem.isPresent()) {
            return Mono.empty();
        }
        return steps.of(pick)
                .timeout(parts.settings().acknowledgement())
                .flatMap(this::carryOut)
                .onErrorResume(
                        LetterRefused.class,
                        refused -> Mono.just(new ReplayResult.Refused(
                                pick.place(), Reason.TOO_LARGE, String.valueOf(refused.getMessage()))))
                .onErrorResume(error -> Mono.just(failed(pick.place(), error)))
                .flatMap(result -> conclude(pick, result));
    }

    /** Empty if the time is up: the letter is left for the next call. */
    private Mono<ReplayResult> carryOut(Step step) {
        return switch (step) {
            case Step.Say say -> Mono.just(say.result());
            case Step.Do its -> dryRun ? promise(its.promise()) : atItsTime(its.deed());
        };
    }

    private Mono<ReplayResult> promise(ReplayResult result) {
        promised++;
        return Mono.just(result);
    }

    private Mono<ReplayResult> atItsTime(Mono<ReplayResult> deed) {
        Duration wait = pace.wait(lastDeed, now());
        if (lastDeed.isPresent() && !now().plus(wait).isBefore(deadline)) {
            outOfTime = true;
            return Mono.empty();
        }
        Mono<ReplayResult> bounded = deed.timeout(parts.settings().acknowledgement());
        return (wait.isZero() ? Mono.<Void>empty() : parts.timer().after(wait)).then(Mono.defer(() -> {
            lastDeed = Optional.of(now());
            return bounded;
        }));
    }

    private Mono<Void> conclude(ReplayPicks.Pick pick, ReplayResult result) {
        results.add(result);
        steps.remember(result);
        boolean changed = result instanceof ReplayResult.Replayed || result instanceof ReplayResult.Reopened;
        if (!(result instanceof ReplayResult.Failed)) {
            done++;
        }
        if (dryRun || !changed || !(pick instanceof ReplayPicks.Pick.Found found)) {
            return Mono.empty();
        }
        Optional<Trace> trace = FactHeaders.text(found.record().headers(), FactHeaders.TRACEPARENT)
                .flatMap(Trace::parse);
        return write(told.one(found.letter(), result, trace, now())).onErrorResume(error -> {
            LOG.error("Expected to write the replay of {} to the audit, but could not", pick.place(), error);
            problem = Optional.of("Expected to write the replay of " + pick.place()
                    + " to the audit, but could not. It was replayed all the same.");
            return Mono.empty();
        });
    }

    private ReplayResult failed(LetterPlace place, Throwable error) {
        LOG.error("Expected to replay {}, but could not", place, error);
        String why = "Expected to replay " + place
                + ", but Kafka or the ledger did not answer. It is not known whether it was"
                + " done; the log says more.";
        problem = Optional.of(why);
        return new ReplayResult.Failed(place, why);
    }

    private Mono<Void> write(AuditEntry entry) {
        return parts.audit().write(entry).timeout(parts.settings().acknowledgement());
    }

    private Instant now() {
        return parts.timer().now();
    }
}
