/** A broker in a process of its own, what is put on it and what is found there afterwards. Rule: what a contender did is read from the broker, never from the contender. */
@NullMarked
package dev.rushes.benchmarks.broker;

import org.jspecify.annotations.NullMarked;
