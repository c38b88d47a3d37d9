package dev.rushes.campaigns.stub;

import dev.rushes.campaigns.plan.PlanNote;

/**
 * What a stub stage takes.
 *
 * @param unit unit of work; in the timeline the part that has arrived: "split" or the name of a chunk
 * @param plan what is planned for the job
 */
record StubTask(String unit, PlanNote plan) {
    /** The part of a timeline that says how many chunks there are. */
    static final String SPLIT = "split";
}
