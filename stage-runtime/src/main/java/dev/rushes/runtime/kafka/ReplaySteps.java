package dev.rushes.runtime.kafka;

import dev.rushes.runtime.deadletters.DeadLetter;
import dev.rushes.runtime.deadletters.LetterPlace;
import dev.rushes.runtime.deadletters.Reopening;
import dev.rushes.runtime.deadletters.Reopening.JobName;
import dev.rushes.runtime.deadletters.ReplayResult;
import dev.rushes.runtime.deadletters.ReplayResult.Reason;
import dev.rushes.runtime.rules.JobStanding;
import dev.rushes.runtime.rules.ReplayDecision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import reactor.core.publisher.Mono;

/** Finds out what replaying a letter means. Remembers the jobs that the call has reopened: all letters of a job share one new run. */
final class ReplaySteps {
    /** Owner of what names none. */
    private static final String NOBODY = "default";

    private final ReplayDeeds deeds;
    private final Reopening reopening;
    private final ReplayMarks marks;
    private final int mostCycles;
    private final Map<UUID, Integer> reopened = new HashMap<>();

    ReplaySteps(ReplayDeeds deeds, Reopening reopening, ReplayMarks marks, int mostCycles) {
        this.deeds = deeds;
        this.reopening = reopening;
        this.marks = marks;
        this.mostCycles = mostCycles;
    }

    /** What comes next for a letter. */
    sealed interface Step {

        /** Nothing is to be done. */
        record Say(ReplayResult result) implements Step {}

        /**
         * Something is to be done.
         *
         * @param promise what is expected to come of it
         * @param deed does it when it is subscribed to, and says what came of it
         */
        record Do(ReplayResult promise, Mono<ReplayResult> deed) implements Step {}
    }

    /** The letter's job has a new run now. */
    void remember(ReplayResult result) {
        if (result instanceof ReplayResult.Reopened its) {
            reopened.put(its.job(), its.run());
        }
    }

    Mono<Step> of(ReplayPicks.Pick pick) {
        return switch (pick) {
            case ReplayPicks.Pick.Gone gone ->
                say(new ReplayResult.Skipped(
                        gone.place(),
                        Reason.GONE,
                        "Expected a dead letter at " + gone.place() + ", but there is none (any more)."));
            case ReplayPicks.Pick.Found found -> of(found);
        };
    }

    private Mono<Step> of(ReplayPicks.Pick.Found found) {
        DeadLetter.Subject subject = found.letter().subject();
        Optional<Integer> shared = subject.job().map(reopened::get);
        if (shared.isPresent()) {
            return say(new ReplayResult.Reopened(found.place(), subject.job().orElseThrow(), shared.get()));
        }
        return subject.job()
                .map(id -> new JobName(subject.tenant().orElse(NOBODY), id))
                .map(job -> reopening.standing(job).flatMap(standing -> ofJob(found, job, standing)))
                .orElseGet(() -> ofNobody(found));
    }

    private Mono<Step> ofNobody(ReplayPicks.Pick.Found found) {
        ReplayDecision decision = ReplayDecision.of(candidate(found, 0), new JobStanding.Unknown(), mostCycles);
        return switch (decision) {
            case ReplayDecision.Copy copy -> Mono.just(copy(found, copy));
            case ReplayDecision.Refuse refuse -> say(refused(found, refuse, new JobStanding.Unknown()));
            case ReplayDecision.Skip skip -> say(skipped(found.place(), skip));
            case ReplayDecision.Reopen unused -> throw new IllegalStateException("Expected a job to reopen");
            case ReplayDecision.ReopenFromLetter unused -> throw new IllegalStateException("Expected a job to reopen");
        };
    }

    private Mono<Step> ofJob(ReplayPicks.Pick.Found found, JobName job, JobStanding standing) {
        ReplayDecision decision = ReplayDecision.of(candidate(found, marks.reopenings(job.id())), standing, mostCycles);
        return switch (decision) {
            case ReplayDecision.Copy copy -> Mono.just(copy(found, copy));
            case ReplayDecision.Reopen reopen -> Mono.just(reopen(found, job, reopen));
            case ReplayDecision.ReopenFromLetter reopen -> reopenFromLetter(found, job.id(), reopen.run());
            case ReplayDecision.Skip skip -> say(skipped(found.place(), skip));
            case ReplayDecision.Refuse refuse -> say(refused(found, refuse, standing));
        };
    }

    private static ReplayDecision.Candidate candidate(ReplayPicks.Pick.Found found, int reopenings) {
        DeadLetter letter = found.letter();
        DeadLetter.Subject subject = letter.subject();
        return new ReplayDecision.Candidate(
                subject.job().isPresent(),
                subject.run(),
                letter.cycle(),
                letter.replays(),
                reopenings,
                cutFrom(found).isPresent());
    }

    /** How many bytes its record had, as far as anybody said, if the letter does not keep them all. */
    private static Optional<String> cutFrom(ReplayPicks.Pick.Found found) {
        return Optional.ofNullable(found.record().headers().lastHeader(ReturnHeaders.CUT_FROM))
                .map(header -> FactHeaders.number(found.record().headers(), ReturnHeaders.CUT_FROM)
                        .map(bytes -> bytes + " bytes")
                        .orElse("more"));
    }

    private Step copy(ReplayPicks.Pick.Found found, ReplayDecision.Copy copy) {
        ReplayResult promise =
                new ReplayResult.Replayed(found.place(), found.place().stage().topic(), copy.cycle());
        return new Step.Do(promise, deeds.copy(found, copy.cycle()).thenReturn(promise));
    }

    private Step reopen(ReplayPicks.Pick.Found found, JobName job, ReplayDecision.Reopen reopen) {
        LetterPlace place = found.place();
        ConsumerRecord<byte[], byte[]> record = found.record();
        return new Step.Do(
                new ReplayResult.Reopened(place, job.id(), reopen.run()),
                reopening
                        .reopen(job, FactHeaders.text(record.headers(), FactHeaders.TRACEPARENT))
                        .<ReplayResult>map(run -> new ReplayResult.Reopened(place, job.id(), run))
                        .defaultIfEmpty(skipped(
                                place, new ReplayDecision.Skip(ReplayDecision.Needless.JOB_RUNNING, reopen.run()))));
    }

    private Mono<Step> reopenFromLetter(ReplayPicks.Pick.Found found, UUID job, int run) {
        ReplayResult promise = new ReplayResult.Reopened(found.place(), job, run);
        return deeds.request(found, job)
                .<Step>map(
                        request -> new Step.Do(promise, deeds.ask(request, run).thenReturn(promise)))
                .defaultIfEmpty(new Step.Say(new ReplayResult.Refused(
                        found.place(),
                        Reason.REQUEST_UNKNOWN,
                        "Expected to know what the job was asked for, but neither the ledger nor this letter says so. A copy"
                                + " would be dropped, because the run is over: publish the request again.")));
    }

    private static Mono<Step> say(ReplayResult result) {
        return Mono.just(new Step.Say(result));
    }

    private static ReplayResult skipped(LetterPlace place, ReplayDecision.Skip skip) {
        return switch (skip.why()) {
            case JOB_RUNNING ->
                new ReplayResult.Skipped(
                        place,
                        Reason.JOB_RUNNING,
                        "Expected a job that is over, but run " + skip.run()
                                + " is not. Replay the letter when the job is over.");
            case DONE_SINCE ->
                new ReplayResult.Skipped(
                        place,
                        Reason.DONE_SINCE,
                        "Expected a job that misses this record, but run " + skip.run() + " was completed without it.");
        };
    }

    /** Since when something is gone, as the end of a sentence; empty if it is not known. */
    private static String since(JobStanding standing) {
        Optional<Instant> at =
                switch (standing) {
                    case JobStanding.Erased erased -> Optional.of(erased.at());
                    case JobStanding.Expired expired -> Optional.of(expired.at());
                    case JobStanding.FootageGone gone -> gone.since();
                    case JobStanding.Unknown _, JobStanding.Untold _, JobStanding.Running _, JobStanding.Over _ ->
                        Optional.empty();
                };
        return at.map(then -> " (" + then.truncatedTo(ChronoUnit.SECONDS) + ")").orElse("");
    }

    private ReplayResult refused(ReplayPicks.Pick.Found found, ReplayDecision.Refuse refuse, JobStanding standing) {
        LetterPlace place = found.place();
        return switch (refuse.why()) {
            case PAYLOAD_CUT ->
                new ReplayResult.Refused(
                        place,
                        Reason.PAYLOAD_CUT,
                        "Expected a letter with all of its record, but it keeps only the first "
                                + Math.max(0, found.record().serializedValueSize()) + " bytes of "
                                + cutFrom(found).orElse("more")
                                + ", because the record was too large for the dead letters. Send the record again from"
                                + " where it came from.");
            case CYCLE_LIMIT ->
                new ReplayResult.Refused(
                        place,
                        Reason.CYCLE_LIMIT,
                        "Expected at most " + mostCycles + " replays of a record or a job, but they are used up"
                                + " (rushes.dead-letters.max-cycles).");
            case JOB_ERASED ->
                new ReplayResult.Refused(
                        place,
                        Reason.JOB_ERASED,
                        "Expected a job that stands, but it has been erased" + since(standing)
                                + ". Nothing of it comes back.");
            case JOB_EXPIRED ->
                new ReplayResult.Refused(
                        place,
                        Reason.JOB_EXPIRED,
                        "Expected a job that stands, but its time was over, and it has been removed with all it had"
                                + since(standing) + ". Whoever still wants it sends the footage again as a new job.");
            case FOOTAGE_GONE ->
                new ReplayResult.Refused(
                        place,
                        Reason.OUTPUTS_EXPIRED,
                        "Expected footage to go on with, but its time was over, and it has been removed"
                                + since(standing)
                                + ". Whoever still wants the job sends the footage again as a new job.");
            case LEDGER_UNKNOWN ->
                new ReplayResult.Refused(
                        place,
                        Reason.LEDGER_UNKNOWN,
                        "Expected to ask the ledger about the job, but this program has none. Replay it from the ingest"
                                + " service.");
        };
    }
}
