/** What one record that never ends does to the others. */
@NullMarked
package dev.rushes.benchmarks.stuck;

import org.jspecify.annotations.NullMarked;
