package dev.rushes.timeline.domain;

/** What an input means once it is recorded. */
public sealed interface FanInDecision {

    /**
     * Others are still to come.
     *
     * @param arrived chunks that are there
     * @param expected chunks in all; 0 as long as the split has not said
     */
    record Wait(int arrived, int expected) implements FanInDecision {}

    /** This input completes the set, now or in an earlier try that did not get to its end: assemble. */
    record Assemble() implements FanInDecision {}

    /** This input completed the set in an earlier try: say its result again. */
    record Announce(AssembledTimeline result) implements FanInDecision {}

    /** The input changes nothing any more. */
    record Ignore(String why) implements FanInDecision {}

    /** The input brings findings that a decided cut did without: what is known of the footage is put together anew, the cut stays. */
    record FillGap() implements FanInDecision {}
}
