/**
 * Values that every stage shares: exact times, what a probe found, where bytes are. Rule: only {@code java.*}; no I/O. Domain packages may
 * use these.
 */
@NullMarked
package dev.rushes.media.value;

import org.jspecify.annotations.NullMarked;
