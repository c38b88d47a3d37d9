package dev.rushes.analysis.gemini.domain;

/** How much a model thinks before it speaks. Thoughts are paid like words. */
public enum Thinking {
    /** Only the lite models know it. */
    MINIMAL,
    LOW,
    MEDIUM;

    /** The least that a model can. */
    public static Thinking leastOf(String model) {
        return model.endsWith("-lite") ? MINIMAL : LOW;
    }
}
