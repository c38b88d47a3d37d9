/**
 * How right the local analyzers are, and what they cost. Rule: truth comes from a file or from the recipe that made the footage, never from an analyzer.
 */
@NullMarked
package dev.rushes.benchmarks.quality;

import org.jspecify.annotations.NullMarked;
