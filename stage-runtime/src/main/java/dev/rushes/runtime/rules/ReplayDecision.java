package dev.rushes.runtime.rules;

import java.util.Optional;

/**
 * What replaying one dead letter means. A record belongs to a run of its job. A run that is over stays over, and every instance drops its
 * records, so a copy of the bytes would vanish: such a job gets a new run, in which finished stages find their work. Only where no run stands in
 * the way are the bytes sent again.
 *
 * <pre>
 *   the job …                                    its letter is
 *   is unknown, or the letter names none         copied to the stage's topic
 *   is running                                   skipped: replay it when the job is over
 *   failed or was cancelled, request known       followed by a new run
 *   failed or was cancelled, request not known   the request itself, if anything: asked for again in a new run
 *   was completed, in the letter's run           followed by a new run (a substitute took the letter's place)
 *   was completed, in a later or unknown run     skipped: nothing is missing
 *   is gone, or its footage is                   refused: nothing is there to go on with
 *   can't be asked about                         refused
 *   …, and only the first bytes of the record    refused, where the bytes themselves would be sent
 *     were kept
 * </pre>
 */
public sealed interface ReplayDecision {

    /**
     * Send the bytes to the stage's topic.
     *
     * @param cycle how many times the record will have been replayed then
     */
    record Copy(int cycle) implements ReplayDecision {}

    /** Open this run of the job, as its first request asked. */
    record Reopen(int run) implements ReplayDecision {}

    /** Open this run of the job with the request that the letter itself holds. */
    record ReopenFromLetter(int run) implements ReplayDecision {}

    /** Nothing needs to be done. */
    record Skip(Needless why, int run) implements ReplayDecision {}

    /** Must not be done. */
    record Refuse(Forbidden why) implements ReplayDecision {}

    /** Why nothing needs to be done. */
    enum Needless {
        /** The job is not over. */
        JOB_RUNNING,
        /** The job was completed without it. */
        DONE_SINCE
    }

    /** Why it must not be done. */
    enum Forbidden {
        /** The letter keeps only the first bytes of its record. */
        PAYLOAD_CUT,
        /** It has been replayed as often as the settings allow. */
        CYCLE_LIMIT,
        /** Nobody here knows whether the job is over. */
        LEDGER_UNKNOWN,
        /** The job has been erased. */
        JOB_ERASED,
        /** The job's time was over. */
        JOB_EXPIRED,
        /** The time of the job's footage was over. */
        FOOTAGE_GONE
    }

    /**
     * What counts about a letter.
     *
     * @param hasJob whether it names a job
     * @param run the run that it belongs to, as far as known
     * @param cycle how often the record had been replayed when it became this letter
     * @param replays how often this letter has been replayed
     * @param reopenings how often its job has got a new run by a replay
     * @param cut whether it keeps only the first bytes of its record
     */
    record Candidate(boolean hasJob, Optional<Integer> run, int cycle, int replays, int reopenings, boolean cut) {

        int cycles() {
            return Math.max(cycle + replays, reopenings);
        }
    }

    /**
     * Decides.
     *
     * @param mostCycles replays of one record, and new runs of one job by replays, that are allowed
     */
    static ReplayDecision of(Candidate letter, JobStanding job, int mostCycles) {
        if (!letter.hasJob()) {
            return limited(letter, mostCycles, new Copy(letter.cycle() + letter.replays() + 1));
        }
        return switch (job) {
            case JobStanding.Unknown unknown ->
                limited(letter, mostCycles, new Copy(letter.cycle() + letter.replays() + 1));
            case JobStanding.Erased erased -> new Refuse(Forbidden.JOB_ERASED);
            case JobStanding.Expired expired -> new Refuse(Forbidden.JOB_EXPIRED);
            case JobStanding.FootageGone gone -> new Refuse(Forbidden.FOOTAGE_GONE);
            case JobStanding.Untold untold -> new Refuse(Forbidden.LEDGER_UNKNOWN);
            case JobStanding.Running running -> new Skip(Needless.JOB_RUNNING, running.run());
            case JobStanding.Over over -> ofOver(letter, over, mostCycles);
        };
    }

    private static ReplayDecision ofOver(Candidate letter, JobStanding.Over over, int mostCycles) {
        boolean missing = letter.run().filter(run -> run >= over.run()).isPresent();
        if (over.completed() && !missing) {
            return new Skip(Needless.DONE_SINCE, over.run());
        }
        int next = over.run() + 1;
        return limited(letter, mostCycles, over.requestKnown() ? new Reopen(next) : new ReopenFromLetter(next));
    }

    private static ReplayDecision limited(Candidate letter, int mostCycles, ReplayDecision otherwise) {
        boolean needsBytes = !(otherwise instanceof Reopen);
        if (letter.cut() && needsBytes) {
            return new Refuse(Forbidden.PAYLOAD_CUT);
        }
        return letter.cycles() >= mostCycles ? new Refuse(Forbidden.CYCLE_LIMIT) : otherwise;
    }
}
