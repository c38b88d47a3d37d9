package dev.rushes.analysis.gemini.domain;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A call that was paid, or may have been.
 *
 * @param id of this call alone: the same question may be sent more than once
 * @param question digest under which its answer is kept
 * @param model that was asked
 * @param day on which it was asked, as the service counts days
 * @param most most that it can cost, in micro-dollars
 * @param answered whether there is an answer; without one it is on its way, or lost
 * @param cost what it cost; empty if nobody knows: without an answer, or if the answer does not say
 */
public record SentCall(
        String id, String question, String model, LocalDate day, long most, boolean answered, Optional<Cost> cost) {

    /** What a call cost, in tokens and millionths of a dollar. */
    public record Cost(long tokensIn, long tokensOut, long microDollars) {}

    /** A call on its way. */
    public static SentCall sent(String id, String question, String model, LocalDate day, long most) {
        return new SentCall(id, question, model, day, most, false, Optional.empty());
    }

    SentCall answeredFor(Optional<Cost> its) {
        return new SentCall(id, question, model, day, most, true, its);
    }

    /** Nobody has written down that it was sent. Whoever finds its answer gives it the same name, so that it counts once. */
    SentCall foundFor(Optional<Cost> its) {
        return new SentCall("found-" + question, question, model, day, most, true, its);
    }

    /** The same call, as whoever knows more of it tells it. */
    SentCall or(SentCall other) {
        return answered ? this : other;
    }

    /** What it counts for against a budget: the worst, as long as nobody knows better. */
    long counts() {
        return cost.map(Cost::microDollars).orElse(most);
    }
}
