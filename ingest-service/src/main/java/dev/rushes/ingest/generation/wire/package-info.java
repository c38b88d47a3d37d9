/** What the generators are sent, and what they say. */
@NullMarked
package dev.rushes.ingest.generation.wire;

import org.jspecify.annotations.NullMarked;
