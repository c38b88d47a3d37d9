package dev.rushes.analysis.gemini.domain;

/**
 * How a piece is asked about.
 *
 * @param thinking how much the model is to think
 * @param maxOutputTokens most tokens of thoughts and answer together
 * @param fps pictures a second that it looks at
 * @param wording 0 asks plainly; 1 points out what was wrong with the last answer
 */
public record Manner(Thinking thinking, int maxOutputTokens, double fps, int wording) {

    /** How a model is asked first. */
    public static Manner first(String model, int maxOutputTokens) {
        return new Manner(model.endsWith("-lite") ? Thinking.MINIMAL : Thinking.LOW, maxOutputTokens, 1, 0);
    }

    public Manner with(Thinking other) {
        return new Manner(other, maxOutputTokens, fps, wording);
    }

    public Manner withMaxOutputTokens(int most) {
        return new Manner(thinking, most, fps, wording);
    }

    public Manner withFps(double rate) {
        return new Manner(thinking, maxOutputTokens, rate, wording);
    }

    public Manner insisting() {
        return new Manner(thinking, maxOutputTokens, fps, 1);
    }
}
