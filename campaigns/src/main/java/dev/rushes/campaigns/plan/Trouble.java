package dev.rushes.campaigns.plan;

import dev.rushes.flow.FlowStage;

/** What goes wrong with a job by plan, so that retries and dead letters come of it. */
public sealed interface Trouble {

    /** Nothing. */
    record None() implements Trouble {}

    /** The footage is bad: the upload fails the job. */
    record BadFootage() implements Trouble {}

    /**
     * A unit of work fails and comes back.
     *
     * @param stage where
     * @param unit which unit of the stage; empty where the stage has one
     * @param tries how many tries fail; as many as the policy has, or more, means that the record is given up
     * @param afterEffect whether the try fails after its effect has been published
     */
    record Failing(FlowStage stage, String unit, int tries, boolean afterEffect) implements Trouble {}
}
