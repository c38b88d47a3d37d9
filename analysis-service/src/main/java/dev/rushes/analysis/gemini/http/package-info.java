/** Gemini over HTTP: bytes out, values in. Rule: every wait ends, cancelling closes the connection, and nothing is decided here. */
@NullMarked
package dev.rushes.analysis.gemini.http;

import org.jspecify.annotations.NullMarked;
