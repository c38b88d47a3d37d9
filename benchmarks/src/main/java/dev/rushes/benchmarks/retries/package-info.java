/** Whether a record that waits comes back when it is due. */
@NullMarked
package dev.rushes.benchmarks.retries;

import org.jspecify.annotations.NullMarked;
