/**
 * Takes away what is not to be kept: work files and outputs of jobs that are over, then the jobs, and objects that belong to nobody. Rule: whoever
 * removes a job's files has its row in {@code retention.expiries}, and so has whoever wants the job to go on; every step can be repeated, and the
 * audit knows of each.
 */
@NullMarked
package dev.rushes.ingest.retention;

import org.jspecify.annotations.NullMarked;
