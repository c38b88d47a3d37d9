/** How long an event is under way through five empty stages. */
@NullMarked
package dev.rushes.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
