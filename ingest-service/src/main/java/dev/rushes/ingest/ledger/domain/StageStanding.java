package dev.rushes.ingest.ledger.domain;

import dev.rushes.flow.FlowStage;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far one stage of a run is.
 *
 * @param stage the stage
 * @param state what it is doing
 * @param reported 0 to 1, as the current try of a stage with a single unit reports
 * @param unitsDone units that are finished
 * @param unitsTotal all units; 0 as long as nobody knows
 * @param running reported fractions of units that are being worked on, at most {@value #RUNNING_LIMIT}
 * @param attempt the try that was heard of last
 * @param message what is being done, in a few words for people
 */
public record StageStanding(
        FlowStage stage,
        State state,
        double reported,
        int unitsDone,
        int unitsTotal,
        Map<String, Double> running,
        int attempt,
        String message) {
    static final int RUNNING_LIMIT = 64;

    public StageStanding {
        running = Map.copyOf(running);
    }

    /** What a stage is doing. */
    public enum State {
        WAITING,
        ACTIVE,
        RETRYING,
        FINISHED,
        FAILED,
        /** The run ended, by a failure elsewhere or a cancellation, while the stage was at work. */
        STOPPED
    }

    static StageStanding waiting(FlowStage stage) {
        return new StageStanding(stage, State.WAITING, 0, 0, 0, Map.of(), 1, "");
    }

    /** Work done, 0 to 1; 1 only if the stage is finished. */
    public double fraction() {
        if (state == State.FINISHED) {
            return 1;
        }
        double ofUnits = 0;
        if (unitsTotal > 0) {
            double started =
                    running.values().stream().mapToDouble(Double::doubleValue).sum();
            ofUnits = (unitsDone + started) / unitsTotal;
        }
        return Math.clamp(Math.max(reported, ofUnits), 0, 0.99);
    }

    boolean isFinished() {
        return state == State.FINISHED;
    }

    StageStanding started(boolean wholeStage, int by) {
        if (isFinished()) {
            return this;
        }
        double kept = wholeStage && by > attempt ? 0 : reported;
        String said = state == State.RETRYING ? "" : message;
        return new StageStanding(stage, State.ACTIVE, kept, unitsDone, unitsTotal, running, by, said);
    }

    StageStanding reported(double fraction, String said) {
        double further = Math.max(reported, Math.clamp(fraction, 0, 1));
        return new StageStanding(stage, State.ACTIVE, further, unitsDone, unitsTotal, running, attempt, said);
    }

    StageStanding unitReported(String unit, double fraction, String said) {
        Map<String, Double> next = new TreeMap<>(running);
        if (next.size() < RUNNING_LIMIT || next.containsKey(unit)) {
            next.merge(unit, Math.clamp(fraction, 0, 1), Math::max);
        }
        return new StageStanding(stage, State.ACTIVE, reported, unitsDone, unitsTotal, next, attempt, said);
    }

    StageStanding unitFinished(String unit) {
        Map<String, Double> next = new TreeMap<>(running);
        next.remove(unit);
        int done = unitsDone + 1;
        boolean all = isFinished() || (unitsTotal > 0 && done >= unitsTotal);
        return new StageStanding(
                stage, all ? State.FINISHED : State.ACTIVE, reported, done, unitsTotal, next, attempt, message);
    }

    StageStanding unitsKnown(int total) {
        boolean all = isFinished() || (total > 0 && unitsDone >= total);
        return new StageStanding(
                stage, all ? State.FINISHED : state, reported, unitsDone, total, running, attempt, message);
    }

    StageStanding in(State next, int by, String said) {
        Map<String, Double> kept = next == State.FINISHED ? Map.of() : running;
        return new StageStanding(stage, next, reported, unitsDone, unitsTotal, kept, by, said);
    }
}
