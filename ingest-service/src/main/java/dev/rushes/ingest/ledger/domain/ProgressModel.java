package dev.rushes.ingest.ledger.domain;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.domain.StageStanding.State;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How far a run is. The overall figure never falls within a run and is 100 only once the run is completed; the figures of single stages start
 * again with each try.
 *
 * <p>A stage counts by what it usually costs: the analysis decodes everything, the render encodes a little of it, the timeline only thinks.
 *
 * @param stages one standing for each stage of the route, in order
 * @param overall 0 to 100
 */
public record ProgressModel(List<StageStanding> stages, double overall) {
    /** What a run shows at most before it is completed. */
    static final double UNFINISHED_LIMIT = 99;

    public ProgressModel {
        stages = List.copyOf(stages);
    }

    /** A run that has not begun. */
    public static ProgressModel open(List<FlowStage> route) {
        return new ProgressModel(route.stream().map(StageStanding::waiting).toList(), 0);
    }

    static int weight(FlowStage stage) {
        return switch (stage) {
            case UPLOAD -> 8;
            case SPLIT -> 12;
            case ANALYSIS -> 45;
            case TIMELINE -> 3;
            case RENDER -> 32;
            case WEBHOOKS -> 0;
        };
    }

    /** The same standings on another route: the request came after the first news of its stages. */
    ProgressModel onRoute(List<FlowStage> route) {
        return withStages(route.stream()
                .map(stage -> standing(stage).orElseGet(() -> StageStanding.waiting(stage)))
                .toList());
    }

    Optional<StageStanding> standing(FlowStage stage) {
        return stages.stream().filter(standing -> standing.stage() == stage).findFirst();
    }

    ProgressModel started(FlowStage stage, Optional<String> unit, int attempt) {
        return change(stage, standing -> standing.started(unit.isEmpty(), attempt));
    }

    /** A report of a try that has been overtaken by a later one changes nothing. */
    ProgressModel reported(FlowStage stage, Optional<String> unit, int attempt, Section.Reported report) {
        return change(stage, standing -> {
            if (standing.isFinished() || (unit.isEmpty() && attempt < standing.attempt())) {
                return standing;
            }
            return unit.map(name -> standing.unitReported(name, report.fraction(), report.message()))
                    .orElseGet(() -> standing.started(true, attempt).reported(report.fraction(), report.message()));
        });
    }

    ProgressModel retrying(FlowStage stage, int attempt, String message) {
        return change(
                stage, standing -> standing.isFinished() ? standing : standing.in(State.RETRYING, attempt, message));
    }

    ProgressModel unitFinished(FlowStage stage, String unit) {
        return change(stage, standing -> standing.unitFinished(unit));
    }

    ProgressModel unitsKnown(FlowStage stage, int total) {
        return change(stage, standing -> standing.unitsKnown(total));
    }

    /** The stage is done, and with it all before: a stage concludes only when the earlier ones have nothing left to give. */
    ProgressModel finished(FlowStage stage) {
        return withStages(stages.stream()
                .map(standing -> standing.stage().ordinal() <= stage.ordinal() ? finished(standing) : standing)
                .toList());
    }

    ProgressModel completed() {
        return new ProgressModel(stages.stream().map(ProgressModel::finished).toList(), 100);
    }

    ProgressModel failed(FlowStage stage, int attempt, String message) {
        return change(stage, standing -> standing.in(State.FAILED, attempt, message));
    }

    /** The run is over: what was at work is so no more. */
    ProgressModel stopped() {
        return withStages(stages.stream().map(ProgressModel::stopped).toList());
    }

    private static StageStanding stopped(StageStanding standing) {
        return switch (standing.state()) {
            case ACTIVE, RETRYING -> standing.in(State.STOPPED, standing.attempt(), "");
            case WAITING, FINISHED, FAILED, STOPPED -> standing;
        };
    }

    private static StageStanding finished(StageStanding standing) {
        return standing.isFinished() ? standing : standing.in(State.FINISHED, standing.attempt(), "");
    }

    private ProgressModel change(FlowStage stage, UnaryOperator<StageStanding> change) {
        return withStages(stages.stream()
                .map(standing -> standing.stage() == stage ? change.apply(standing) : standing)
                .toList());
    }

    private ProgressModel withStages(List<StageStanding> next) {
        double all = 0;
        double done = 0;
        for (StageStanding standing : next) {
            all += weight(standing.stage());
            done += weight(standing.stage()) * standing.fraction();
        }
        double computed = all == 0 ? 0 : Math.floor(done / all * 1000) / 10;
        return new ProgressModel(next, Math.max(overall, Math.min(UNFINISHED_LIMIT, computed)));
    }
}
