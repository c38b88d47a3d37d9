/** From numbers to a table and a file. Rule: raw numbers stand beside every median. */
@NullMarked
package dev.rushes.benchmarks.report;

import org.jspecify.annotations.NullMarked;
