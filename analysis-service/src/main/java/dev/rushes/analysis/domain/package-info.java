/** What is asked about a chunk and what was found in it. Rule: plain values, no I/O, no clock; every time is exact and on the source's own clock. */
@NullMarked
package dev.rushes.analysis.domain;

import org.jspecify.annotations.NullMarked;
