/**
 * Live progress of one job as a stream of frames. Rule: what a client misses is read from the ledger, never kept for it, so a slow client costs
 * nobody anything; numbers of frames rise without gap or repeat, also across reconnects.
 */
@NullMarked
package dev.rushes.ingest.progress;

import org.jspecify.annotations.NullMarked;
