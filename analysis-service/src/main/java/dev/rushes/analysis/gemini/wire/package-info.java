/** JSON ⇄ values of Gemini's API. Rule: what is not known is ignored, and no body ever breaks the reader. */
@NullMarked
package dev.rushes.analysis.gemini.wire;

import org.jspecify.annotations.NullMarked;
