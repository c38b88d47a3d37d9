package dev.rushes.gemini.fake.answer;

/** What the model finds in a film. The default invents something plausible; others may answer from what local analyzers found. */
@FunctionalInterface
public interface Answers {

    /** Always the same for the same question. */
    Logged answer(Question question);
}
