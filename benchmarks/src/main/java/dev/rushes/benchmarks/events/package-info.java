/** How many records a second, and at what cost. */
@NullMarked
package dev.rushes.benchmarks.events;

import org.jspecify.annotations.NullMarked;
