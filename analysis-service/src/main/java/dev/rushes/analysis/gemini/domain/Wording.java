package dev.rushes.analysis.gemini.domain;

import java.util.Locale;

/** The words of the question. A change of them must raise {@link #VERSION}, or answers to the old question would be taken for answers to the new. */
public final class Wording {
    public static final int VERSION = 1;

    /** Most segments that are asked for. */
    public static final int MOST_SEGMENTS = 40;

    public static final String SYSTEM =
            "You log video. Times are MM:SS from the start of THIS clip, never the time shown on screen. Use only what is seen or heard."
                    + " If nothing happens return no_content=true and an empty list. Do not repeat a segment.";

    private Wording() {}

    /**
     * The question, to stand after the film.
     *
     * @param clip number of the clip, from 1
     */
    public static String question(int clip, Piece piece, Manner manner) {
        String end = minutes(piece.lengthMillis());
        String plain = "Clip " + clip + ", length " + String.format(Locale.ROOT, "%.1f", piece.seconds())
                + " s. Every start < end <= " + end + ". At most " + MOST_SEGMENTS + " segments, in time order.";
        return manner.wording() == 0
                ? plain
                : plain
                        + " Check each time against the length of the clip before you write it: the clip begins at 00:00 and ends at "
                        + end + ". Write each segment once.";
    }

    /** The first whole second at which the piece is over. */
    private static String minutes(long millis) {
        long seconds = (millis + 999) / 1000;
        return String.format(Locale.ROOT, "%02d:%02d", seconds / 60, seconds % 60);
    }
}
