/**
 * Makes a planned film with ffmpeg: one run for each segment, one that joins them, and a look at the result. Rule: everything on a command line is
 * decided here; the plan says what, this package says how.
 */
@NullMarked
package dev.rushes.render.ffmpeg;

import org.jspecify.annotations.NullMarked;
