package dev.rushes.ingest.ledger.domain;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The life of a job as a table. A fact of an earlier run is late and changes nothing; a fact of a later run opens that run, wherever the job
 * stands. Within a run the table below decides, and the first terminal state wins.
 *
 * <pre>
 *                 REQUESTED  UNIT_FINISHED  other stage facts  DEAD_LETTERED  COMPLETED  FAILED  CANCELLED
 *   REQUESTED     stay       run            run                run            complete   fail    cancel
 *   RUNNING       stay       stay           stay               stay           complete   fail    cancel
 *   COMPLETED     stay       stay           drop               drop           drop       drop    drop
 *   FAILED        stay       drop           drop               stay           drop       drop    drop
 *   CANCELLED     stay       drop           drop               drop           drop       drop    drop
 * </pre>
 *
 * AMENDED and SPENT are about the job and not about a run: they stay in every state, whatever run they name. So is ERASED; the projector takes the
 * job away, so no state comes after it.
 *
 * <p>Stages tell in their own time: the end may be heard before an earlier stage has said what became of a chunk, which is still worth knowing.
 *
 * <p>A request that comes after the end (a job can be cancelled before its request has been told) still says what was asked for. A dead letter
 * belongs to the failure that it explains, whichever of the two is told first.
 */
public final class JobLife {
    private static final Map<JobState, Map<FactType, Move>> TABLE = table();

    private JobLife() {}

    /** What a fact does to the state of its own run. */
    public enum Move {
        /** It is remembered; the state stays. */
        STAY(Optional.empty()),
        RUN(Optional.of(JobState.RUNNING)),
        COMPLETE(Optional.of(JobState.COMPLETED)),
        FAIL(Optional.of(JobState.FAILED)),
        CANCEL(Optional.of(JobState.CANCELLED)),
        /** It comes after the end, and changes nothing at all. */
        DROP(Optional.empty());

        private final Optional<JobState> next;

        Move(Optional<JobState> next) {
            this.next = next;
        }

        JobState from(JobState state) {
            return next.orElse(state);
        }
    }

    /** What to do with a fact. */
    public sealed interface Verdict {

        /**
         * It counts.
         *
         * @param state where the job stands afterwards
         * @param newRun whether it opens a run
         */
        record Accepted(JobState state, boolean newRun) implements Verdict {}

        /** It changes nothing. */
        record Dropped(Drop why) implements Verdict {}
    }

    /** Why a fact was dropped. */
    public enum Drop {
        /** It has been seen before. */
        REPEATED,
        /** It belongs to an earlier run. */
        EARLIER_RUN,
        /** Its run is over. */
        AFTER_END,
        /** It claims another owner than the job has. */
        FOREIGN,
        /** It was meant for an earlier revision of the job than the one that stands. */
        OUTDATED,
        /** Its job has been erased. */
        ERASED
    }

    /** What a fact does in a state of its own run. */
    public static Move move(JobState state, FactType type) {
        Move move = TABLE.getOrDefault(state, Map.of()).get(type);
        if (move == null) {
            throw new IllegalStateException(
                    "Expected a move for " + type + " in " + state + ", but the table has none");
        }
        return move;
    }

    /**
     * Judges a fact.
     *
     * @param run the job's current run
     * @param state where that run stands
     * @param factRun the run that the fact is about
     */
    public static Verdict judge(int run, JobState state, int factRun, FactType type) {
        if (type.isAboutTheJob()) {
            return new Verdict.Accepted(move(state, type).from(state), false);
        }
        if (factRun < run) {
            return new Verdict.Dropped(Drop.EARLIER_RUN);
        }
        boolean newRun = factRun > run;
        JobState before = newRun ? JobState.REQUESTED : state;
        Move move = move(before, type);
        return move == Move.DROP
                ? new Verdict.Dropped(Drop.AFTER_END)
                : new Verdict.Accepted(move.from(before), newRun);
    }

    private static Map<JobState, Map<FactType, Move>> table() {
        Map<JobState, Map<FactType, Move>> table = new EnumMap<>(JobState.class);
        table.put(JobState.REQUESTED, row(Move.RUN, Move.RUN, Move.RUN, true));
        table.put(JobState.RUNNING, row(Move.STAY, Move.STAY, Move.STAY, true));
        table.put(JobState.COMPLETED, row(Move.STAY, Move.DROP, Move.DROP, false));
        table.put(JobState.FAILED, row(Move.DROP, Move.DROP, Move.STAY, false));
        table.put(JobState.CANCELLED, row(Move.DROP, Move.DROP, Move.DROP, false));
        return table;
    }

    private static Map<FactType, Move> row(Move onUnit, Move onStageFact, Move onDeadLetter, boolean mayEnd) {
        Map<FactType, Move> row = new EnumMap<>(FactType.class);
        for (FactType type : FactType.values()) {
            row.put(
                    type,
                    switch (type) {
                        case REQUESTED, AMENDED, SPENT, ERASED -> Move.STAY;
                        case UNIT_FINISHED -> onUnit;
                        case STAGE_STARTED,
                                STAGE_PROGRESSED,
                                STAGE_RETRYING,
                                STAGE_POSTPONED,
                                STAGE_FINISHED,
                                STAGE_NOTED -> onStageFact;
                        case DEAD_LETTERED -> onDeadLetter;
                        case COMPLETED -> mayEnd ? Move.COMPLETE : Move.DROP;
                        case FAILED -> mayEnd ? Move.FAIL : Move.DROP;
                        case CANCELLED -> mayEnd ? Move.CANCEL : Move.DROP;
                    });
        }
        return row;
    }
}
