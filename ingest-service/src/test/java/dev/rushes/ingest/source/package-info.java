/** Fetching against real servers on loopback, with name servers and stores of our own. Rule: nothing leaves the machine. */
@NullMarked
package dev.rushes.ingest.source;

import org.jspecify.annotations.NullMarked;
