/** Child processes and the CPU time that they use. Rule: every child ends with its parent. */
@NullMarked
package dev.rushes.benchmarks.machine;

import org.jspecify.annotations.NullMarked;
