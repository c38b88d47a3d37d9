/**
 * A server that behaves as Gemini's API is documented to, checks strictly what it is asked, and misbehaves on demand. Rule: the same seed, the
 * same requests and the same clock give the same answers; nothing here is used in production.
 */
@NullMarked
package dev.rushes.gemini.fake;

import org.jspecify.annotations.NullMarked;
