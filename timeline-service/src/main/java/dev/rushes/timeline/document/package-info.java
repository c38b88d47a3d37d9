/** The cut as documents: our own JSON and OpenTimelineIO. Rule: the same cut is the same bytes; no clock, no chance, no I/O. */
@NullMarked
package dev.rushes.timeline.document;

import org.jspecify.annotations.NullMarked;
