/**
 * Where bytes are kept between stages: one port, an adapter per kind of store. Rule: an object is published whole or not at all, under a key
 * that follows from the job.
 */
@NullMarked
package dev.rushes.media.store;

import org.jspecify.annotations.NullMarked;
