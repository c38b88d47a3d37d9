package dev.rushes.ingest.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A film that a model is to make. Nothing in it has been checked: {@link #problems} does, as far as it holds for every model.
 *
 * @param text what is to be seen and heard; a person's own words, so it is in no log and no message
 * @param seconds length
 * @param resolution lines of the shorter side, such as "720p"
 * @param aspectRatio shape of the picture, such as "16:9"
 */
public record FilmWish(String text, int seconds, String resolution, String aspectRatio) {
    public static final int LONGEST_TEXT = 2_000;
    public static final int SHORTEST = 3;
    public static final int LONGEST = 10;
    public static final int USUAL_SECONDS = 8;
    public static final String USUAL_RESOLUTION = "720p";
    public static final String USUAL_ASPECT_RATIO = "16:9";
    public static final Set<String> RESOLUTIONS = Set.of("360p", "720p", "1080p");
    public static final Set<String> ASPECT_RATIOS = Set.of("16:9", "9:16");

    private static final int TITLE = 80;

    /** What no model takes, in sentences for people; empty if nothing is wrong. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (text.isBlank() || text.length() > LONGEST_TEXT) {
            problems.add("Expected a prompt of 1 to " + LONGEST_TEXT + " characters, but got " + text.length() + ".");
        }
        if (text.codePoints().anyMatch(FilmWish::isUnreadable)) {
            problems.add("Expected a prompt of readable text, but it has control characters.");
        }
        if (seconds < SHORTEST || seconds > LONGEST) {
            problems.add("Expected a clip of " + SHORTEST + " to " + LONGEST + " seconds, but got " + seconds + ".");
        }
        if (!RESOLUTIONS.contains(resolution)) {
            problems.add("Expected a resolution out of " + words(RESOLUTIONS) + ", but got \""
                    + CleanText.line(resolution, TITLE) + "\".");
        }
        if (!ASPECT_RATIOS.contains(aspectRatio)) {
            problems.add("Expected an aspect ratio out of " + words(ASPECT_RATIOS) + ", but got \""
                    + CleanText.line(aspectRatio, TITLE) + "\".");
        }
        return problems;
    }

    private static boolean isUnreadable(int character) {
        return Character.isISOControl(character) && character != '\n' && character != '\t' && character != '\r';
    }

    private static String words(Set<String> set) {
        return String.join(", ", new TreeSet<>(set));
    }

    /** The beginning of the text on one line, for people who gave the job no title. */
    public String title() {
        return CleanText.line(text, TITLE);
    }

    /** Everything but the text. */
    @Override
    public String toString() {
        return "FilmWish[" + seconds + " s, " + resolution + ", " + aspectRatio + "]";
    }
}
