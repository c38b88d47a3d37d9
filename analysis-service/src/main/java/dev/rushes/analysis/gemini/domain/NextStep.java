package dev.rushes.analysis.gemini.domain;

import dev.rushes.analysis.domain.Insight.Shortfall;
import dev.rushes.analysis.domain.Insight.Status;
import java.time.Duration;
import java.util.Optional;

/** What comes after an answer, or after none. */
public sealed interface NextStep {

    /**
     * Ask again.
     *
     * @param progress with which model and how
     * @param pause time before it
     * @param freshFile whether the film must be brought anew, if it was brought as a file
     */
    record Ask(Progress progress, Duration pause, boolean freshFile) implements NextStep {}

    /** Ask about both halves. */
    record Halve(Progress progress) implements NextStep {}

    /**
     * It is over for this piece.
     *
     * @param shortfall what kept it from being OK; empty if it is
     */
    record End(Status status, Draft draft, Optional<Shortfall> shortfall, String problem) implements NextStep {}

    /**
     * The model takes no calls for a while, from anybody: the whole record waits.
     *
     * @param pause how long; zero if the service did not say
     */
    record Hold(Duration pause, String why) implements NextStep {}

    /** The model takes no calls until the day is over; {@code progress} goes on with the next one. */
    record HoldForTheDay(Progress progress, String why) implements NextStep {}

    /** There is no next model, and this one takes no calls until the day is over. */
    record WaitForTheDay(String why) implements NextStep {}

    /** Nobody will get an answer with this key. */
    record Stop(String why) implements NextStep {}
}
