/** What one tenant's backlog does to the others. */
@NullMarked
package dev.rushes.benchmarks.fairness;

import org.jspecify.annotations.NullMarked;
