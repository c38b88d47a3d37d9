package dev.rushes.runtime.observe;

import dev.rushes.runtime.rules.Urgency;

/**
 * What one instance has of one urgency at a stage.
 *
 * @param urgency as the jobs have it by now
 * @param running records that it handles now
 * @param waiting records in the window that wait for a worker or for their time
 * @param finished records that have left the stage since the instance started, whatever came of them
 */
public record PriorityReport(Urgency urgency, int running, int waiting, long finished) {}
