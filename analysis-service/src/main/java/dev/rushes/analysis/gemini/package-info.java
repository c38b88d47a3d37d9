/**
 * Asks Gemini about a chunk. Rule: the key is shown to the service alone, every paid answer is stored before it is looked at, and whatever Gemini
 * does, the local findings stand.
 */
@NullMarked
package dev.rushes.analysis.gemini;

import org.jspecify.annotations.NullMarked;
