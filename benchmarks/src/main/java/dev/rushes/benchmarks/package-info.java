/**
 * The stage runtime beside every other way to run jobs on Kafka. Rule: no number without the check that the work was done, and no ratio between runs
 * that were not interleaved.
 */
@NullMarked
package dev.rushes.benchmarks;

import org.jspecify.annotations.NullMarked;
