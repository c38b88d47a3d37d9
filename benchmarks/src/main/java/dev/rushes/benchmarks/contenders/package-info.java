/** The ways to run a stage. Rule: the same input, the same decision, the same encoding; each as its own manual would set it up. */
@NullMarked
package dev.rushes.benchmarks.contenders;

import org.jspecify.annotations.NullMarked;
