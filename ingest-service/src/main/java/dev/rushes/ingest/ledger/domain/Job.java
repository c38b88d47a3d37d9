package dev.rushes.ingest.ledger.domain;

import dev.rushes.flow.FlowStage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A job as the ledger knows it: the sum of its facts.
 *
 * @param id the job
 * @param tenant its owner
 * @param run its current run, from 1
 * @param state where that run stands
 * @param request what was asked for; empty as long as only later facts are known
 * @param requestedRun the last run whose request is known; 0 if none is
 * @param progress how far the run is
 * @param failure why the run failed
 * @param media the footage
 * @param split the chunks that there are
 * @param timeline the cut
 * @param warnings what people should know, at most {@value #WARNING_LIMIT} sentences
 * @param traceId W3C trace id; empty if it is not traced
 * @param times when what happened
 * @param revision how often it has been amended
 * @param spent what has been used by each stage, over all runs
 * @param version number of the job's last logged event; rises by one with each
 */
public record Job(
        UUID id,
        String tenant,
        int run,
        JobState state,
        Optional<Section.Request> request,
        int requestedRun,
        ProgressModel progress,
        Optional<Failing> failure,
        Optional<Section.Media> media,
        Optional<Section.Split> split,
        Optional<Section.Timeline> timeline,
        List<String> warnings,
        String traceId,
        Times times,
        long revision,
        Map<FlowStage, Spend> spent,
        long version) {
    static final int WARNING_LIMIT = 20;

    public Job {
        warnings = List.copyOf(warnings);
        spent = Map.copyOf(spent);
    }

    /** What has been used altogether. */
    public Spend spending() {
        return spent.values().stream().reduce(Spend.NONE, Spend::plus);
    }

    /** The stage that the run is at: the first of its route that is not finished; empty if the run is over. */
    public Optional<FlowStage> stage() {
        return state.isTerminal()
                ? Optional.empty()
                : progress.stages().stream()
                        .filter(standing -> !standing.isFinished())
                        .findFirst()
                        .map(StageStanding::stage);
    }

    /**
     * Why a run failed.
     *
     * @param trouble what did not work
     * @param stage where; empty if nobody said
     */
    public record Failing(Section.Trouble trouble, Optional<FlowStage> stage) {}

    /**
     * When what happened.
     *
     * @param created when the job was first heard of
     * @param started when the run's first stage began
     * @param finished when the run ended
     * @param updated when the latest fact happened
     */
    public record Times(Instant created, Optional<Instant> started, Optional<Instant> finished, Instant updated) {}
}
