package dev.rushes.runtime.stage;

import java.time.Instant;
import java.util.List;

/**
 * How the handling of one record ended. The runtime consumes it with an exhaustive switch.
 *
 * @param <O> type of the stage's facts
 */
public sealed interface Outcome<O> {

    /** The work is done. Facts are published in this order and acknowledged before the record is. */
    record Done<O>(List<O> facts) implements Outcome<O> {
        public Done {
            facts = List.copyOf(facts);
        }
    }

    /** The work had been done before: its facts are announced again, with the same identifiers, and the repeat is counted. */
    record Repeated<O>(List<O> facts) implements Outcome<O> {
        public Repeated {
            facts = List.copyOf(facts);
        }
    }

    /** The record is remembered, and the stage waits for others (fan-in), or it is a repeat with nothing to announce. */
    record Absorbed<O>(String why) implements Outcome<O> {}

    /** Not now: somebody outside asks to wait. It is not an attempt, and the record comes back at the given time. */
    record Postponed<O>(Instant until, Failure why) implements Outcome<O> {}

    /** It did not work. The failure's kind decides what happens next. */
    record Failed<O>(Failure failure) implements Outcome<O> {}

    @SafeVarargs
    static <O> Outcome<O> done(O... facts) {
        return new Done<>(List.of(facts));
    }

    static <O> Outcome<O> done(List<O> facts) {
        return new Done<>(facts);
    }

    static <O> Outcome<O> repeated(List<O> facts) {
        return new Repeated<>(facts);
    }

    static <O> Outcome<O> absorbed(String why) {
        return new Absorbed<>(why);
    }

    static <O> Outcome<O> failed(Failure failure) {
        return new Failed<>(failure);
    }
}
