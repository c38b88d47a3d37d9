/**
 * Objects in a bucket of S3 or of a store that speaks like it. Rule: an object appears under its key whole or not at all, with the digest of
 * its bytes; nothing here waits on a thread, and a store that doesn't answer is an outage, never the job's fault.
 */
@NullMarked
package dev.rushes.media.store.s3;

import org.jspecify.annotations.NullMarked;
