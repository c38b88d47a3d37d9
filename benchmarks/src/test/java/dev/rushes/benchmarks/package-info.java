/** That the benchmarks measure what they say, in sizes that measure nothing. */
@NullMarked
package dev.rushes.benchmarks;

import org.jspecify.annotations.NullMarked;
