/**
 * What to ask Gemini, what its answers are worth, what to do when it does not answer, and what it costs. Rule: plain Java; time, chance and
 * bytes are arguments.
 */
@NullMarked
package dev.rushes.analysis.gemini.domain;

import org.jspecify.annotations.NullMarked;
