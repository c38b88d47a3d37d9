package dev.rushes.gemini.fake.generation;

/**
 * What a film was asked to be.
 *
 * @param seconds length
 * @param lines of the shorter side
 * @param upright whether it is higher than wide
 */
public record FilmOrder(int seconds, int lines, boolean upright) {
    /** What is made for those who do not say. */
    public static final FilmOrder PLAIN = new FilmOrder(8, 720, false);

    private static final int SHORTEST = 1;
    private static final int LONGEST = 10;

    /**
     * As the APIs write it; what can't be read is as in {@link #PLAIN}.
     *
     * @param duration seconds, with or without a unit
     * @param resolution lines, such as 720p
     * @param aspectRatio 16:9 or 9:16
     */
    static FilmOrder of(String duration, String resolution, String aspectRatio) {
        int seconds = number(duration.replaceFirst("s$", ""), PLAIN.seconds);
        int lines = number(resolution.replaceFirst("p$", ""), PLAIN.lines);
        return new FilmOrder(Math.clamp(seconds, SHORTEST, LONGEST), lines, aspectRatio.equals("9:16"));
    }

    private static int number(String written, int otherwise) {
        return written.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(written) : otherwise;
    }

    public int width() {
        return upright ? lines : longer();
    }

    public int height() {
        return upright ? longer() : lines;
    }

    /** Even, as encoders want it. */
    private int longer() {
        return (lines * 16 / 9 + 1) / 2 * 2;
    }
}
