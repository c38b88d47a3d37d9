package dev.rushes.analysis.gemini.domain;

/** What an answer is worth. */
public sealed interface Judgement {

    /** It can be used as it is. */
    record Sound(Draft draft) implements Judgement {}

    /** Some of it can be used; asked again, the model may do better. */
    record Flawed(Draft draft, String why) implements Judgement {}

    /** It was cut off at the limit of tokens; what was whole can be used. A shorter piece has a shorter answer. */
    record CutOff(Draft draft) implements Judgement {}

    /** The thoughts used up the limit; nothing was said. */
    record Starved() implements Judgement {}

    /** The model refuses to speak about this. */
    record Blocked(String why) implements Judgement {}

    /** Nothing of it can be used. */
    record Useless(String why) implements Judgement {}
}
