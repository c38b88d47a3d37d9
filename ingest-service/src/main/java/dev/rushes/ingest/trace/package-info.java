/** Which W3C trace a request belongs to: the one that its client names, else one of its own. What is asked for by a request goes on in its trace. */
@NullMarked
package dev.rushes.ingest.trace;

import org.jspecify.annotations.NullMarked;
