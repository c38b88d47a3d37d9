package dev.rushes.analysis.gemini.domain;

import dev.rushes.analysis.domain.Insight.Shortfall;
import java.util.Optional;

/**
 * What a later try has to know of a piece beside the answers that are kept, so that it comes to the same end without asking again.
 *
 * @param run of the job that wrote it
 * @param startMillis from the chunk's start
 * @param lengthMillis length
 * @param way what became of the piece
 * @param model name of the model that was asked last
 * @param shortfall why it was given up; empty if it was not
 * @param problem the same as a sentence; empty if it was not
 */
public record PieceNote(
        int run,
        long startMillis,
        long lengthMillis,
        Way way,
        String model,
        Optional<Shortfall> shortfall,
        String problem) {

    /** What became of it. */
    public enum Way {
        /** That model's answers decided. */
        ANSWERED,
        /** It was asked about in halves, though no answer said so. A later run tries it whole. */
        HALVED,
        /** There were no answers, or not to the end. A later run asks again. */
        GIVEN_UP
    }

    public static PieceNote answered(int run, Piece piece, String model) {
        return of(run, piece, Way.ANSWERED, model, Optional.empty(), "");
    }

    public static PieceNote halved(int run, Piece piece, String model) {
        return of(run, piece, Way.HALVED, model, Optional.empty(), "");
    }

    public static PieceNote givenUp(int run, Piece piece, String model, NextStep.End end) {
        return of(run, piece, Way.GIVEN_UP, model, end.shortfall(), end.problem());
    }

    private static PieceNote of(
            int run, Piece piece, Way way, String model, Optional<Shortfall> shortfall, String problem) {
        return new PieceNote(run, piece.startMillis(), piece.lengthMillis(), way, model, shortfall, problem);
    }

    boolean isAbout(Piece piece) {
        return startMillis == piece.startMillis() && lengthMillis == piece.lengthMillis();
    }

    /** Whether it counts in a run. */
    public boolean holdsIn(int itsRun) {
        return way == Way.ANSWERED || run == itsRun;
    }
}
