/** What stages share about Gemini: its key and its address. Rule: the key leaves the process in one request header only. */
@NullMarked
package dev.rushes.gemini;

import org.jspecify.annotations.NullMarked;
