/** What a stop costs, asked for or not. */
@NullMarked
package dev.rushes.benchmarks.drain;

import org.jspecify.annotations.NullMarked;
