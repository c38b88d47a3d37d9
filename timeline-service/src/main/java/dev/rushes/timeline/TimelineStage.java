package dev.rushes.timeline;

import dev.rushes.media.value.Rational;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobOptions.ChunkFailurePolicy;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.Stage;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageContext.NoteLevel;
import dev.rushes.runtime.stage.StageProgress;
import dev.rushes.timeline.domain.AnalyzedChunk;
import dev.rushes.timeline.domain.AssembledTimeline;
import dev.rushes.timeline.domain.FanInDecision;
import dev.rushes.timeline.domain.FanInDecision.Wait;
import dev.rushes.timeline.domain.TimelineInput;
import dev.rushes.timeline.ledger.FanInLedger;
import dev.rushes.timeline.ledger.JobRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Stage 4: writes each input down, and once nothing is missing, decides the cut. Fan-in fires once for each job and run, whatever the order
 * of the inputs, however often each comes and whoever dies in between ({@link FanInLedger} tells how).
 */
final class TimelineStage implements Stage<TimelineInput, AssembledTimeline> {
    private static final Logger LOG = LoggerFactory.getLogger(TimelineStage.class);

    /** Cuts are made where they don't hurt, so a film is seldom as long as wanted to the second. */
    private static final double CLEARLY = 0.8;

    private static final String FILLED =
            "A gap in the analysis is filled. The cut was decided without this chunk; run the job again to use it";

    private final FanInLedger ledger;
    private final TimelineAssembler assembler;
    private final Forgetting forgetting;

    /**
     * When the ledger forgets.
     *
     * @param after runs that nothing has happened to for that long
     * @param atMost runs at a time
     */
    record Forgetting(Duration after, int atMost) {}

    TimelineStage(FanInLedger ledger, TimelineAssembler assembler, Forgetting forgetting) {
        this.ledger = ledger;
        this.assembler = assembler;
        this.forgetting = forgetting;
    }

    @Override
    public Mono<Outcome<AssembledTimeline>> handle(TimelineInput input, StageContext<AssembledTimeline> job) {
        Optional<Failure> refusal = refusal(input, job);
        if (refusal.isPresent()) {
            return Mono.just(Outcome.failed(refusal.get()));
        }
        JobRun run = JobRun.of(job.ticket());
        return ledger.record(run, input).flatMap(decision -> switch (decision) {
            case Wait wait -> Mono.just(waiting(wait, job));
            case FanInDecision.Assemble _ -> assemble(run, job);
            case FanInDecision.Announce announce -> Mono.just(Outcome.repeated(List.of(announce.result())));
            case FanInDecision.Ignore ignore -> Mono.just(Outcome.absorbed(ignore.why()));
            case FanInDecision.FillGap _ -> fillGap(run, job);
        });
    }

    /** A job that wants all of its chunks fails with the first that can not be had. */
    private static Optional<Failure> refusal(TimelineInput input, StageContext<AssembledTimeline> job) {
        boolean wantsAll = job.ticket().options().onChunkFailure() == ChunkFailurePolicy.FAIL;
        if (wantsAll
                && input instanceof TimelineInput.Chunk arrived
                && arrived.chunk().gap()) {
            AnalyzedChunk chunk = arrived.chunk();
            return Optional.of(Failure.of(
                    TimelineFailure.CHUNK_NOT_ANALYZED,
                    "Expected findings of every chunk, but " + chunk.unit() + " could not be analyzed"
                            + chunk.problem().map(problem -> ": " + problem).orElse("")));
        }
        return Optional.empty();
    }

    private static Outcome<AssembledTimeline> waiting(Wait wait, StageContext<AssembledTimeline> job) {
        if (wait.expected() == 0) {
            return Outcome.absorbed("The split has not said yet how many chunks there are");
        }
        job.progress(new StageProgress(wait.arrived(), wait.expected(), "chunks", 0, "waiting for the other chunks"));
        return Outcome.absorbed(wait.arrived() + " of " + wait.expected() + " chunks are there");
    }

    /** A repeat fills the same gap again: the documents come out the same. */
    private Mono<Outcome<AssembledTimeline>> fillGap(JobRun run, StageContext<AssembledTimeline> job) {
        return ledger.knownSet(run)
                .flatMap(set -> assembler.describe(job.ticket(), set))
                .then(Mono.fromSupplier(() -> {
                    job.note(NoteLevel.INFO, FILLED);
                    return Outcome.absorbed(FILLED);
                }));
    }

    private Mono<Outcome<AssembledTimeline>> assemble(JobRun run, StageContext<AssembledTimeline> job) {
        return ledger.frozenSet(run)
                .zipWhen(set -> ledger.knownSet(run))
                .flatMap(sets -> assembler.assemble(job.ticket(), sets.getT1(), sets.getT2()))
                .flatMap(result -> ledger.finish(run, result).map(first -> outcome(first, result, job)))
                .flatMap(outcome -> forget().thenReturn(outcome));
    }

    private static Outcome<AssembledTimeline> outcome(
            boolean first, AssembledTimeline result, StageContext<AssembledTimeline> job) {
        if (!first) {
            return Outcome.repeated(List.of(result));
        }
        if (result.gaps() > 0) {
            job.note(
                    NoteLevel.WARNING,
                    result.gaps() + " of the chunks could not be analyzed; the cut was chosen without them");
        } else {
            Rational possible = Rational.min(
                    TimelineAssembler.filmLength(job.ticket()), result.footage().duration());
            shorter(result.duration().toDouble(), possible.toDouble())
                    .ifPresent(why -> job.note(NoteLevel.WARNING, why));
        }
        return Outcome.done(result);
    }

    /** Why the film is clearly shorter than it could be; empty if it is not. */
    static Optional<String> shorter(double length, double possible) {
        return length < possible * CLEARLY
                ? Optional.of(
                        "The film lasts %.1f s instead of %.1f s: the rest of the footage is black, frozen or a still picture."
                                .formatted(length, possible))
                : Optional.empty();
    }

    /** Housekeeping rides along with finished work, so that it grows and shrinks with it; it never fails the job. */
    private Mono<Void> forget() {
        return ledger.forget(forgetting.after(), forgetting.atMost())
                .doOnNext(runs -> LOG.debug("Forgot {} old runs", runs))
                .onErrorResume(error -> {
                    LOG.warn(
                            "Expected to forget old runs, but it did not work; the next finished job tries again",
                            error);
                    return Mono.empty();
                })
                .then();
    }
}
