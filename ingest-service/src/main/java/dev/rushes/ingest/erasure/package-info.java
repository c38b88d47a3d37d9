/**
 * Removes what an erased job has left: objects, uploads, deliveries, promises of room. Rule: every step can be repeated, and a tombstone is done
 * only when a look that began after everything had settled found nothing.
 */
@NullMarked
package dev.rushes.ingest.erasure;

import org.jspecify.annotations.NullMarked;
