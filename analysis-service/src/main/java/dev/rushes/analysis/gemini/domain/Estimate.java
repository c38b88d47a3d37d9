package dev.rushes.analysis.gemini.domain;

/** What a call may need, for admission only: bills follow what the answer says. */
public final class Estimate {
    private static final int FRAME = 70;
    private static final int SOUND = 25;

    /** Question, instruction and schema; generous. */
    private static final int WORDS = 1_500;

    private Estimate() {}

    /** Most tokens that asking about a piece sends. */
    public static long inputTokens(Piece piece, boolean pictures, double fps) {
        double perSecond = pictures ? FRAME * fps : SOUND;
        return WORDS + (long) Math.ceil((piece.seconds() + 1) * perSecond);
    }
}
