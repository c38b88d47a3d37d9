/**
 * What the runtime decides, as plain computations: commit positions, windows, retries, failures, progress. Rule: no Reactor, no Kafka, no
 * clock, no randomness; time and chance are arguments.
 */
@NullMarked
package dev.rushes.runtime.rules;

import org.jspecify.annotations.NullMarked;
