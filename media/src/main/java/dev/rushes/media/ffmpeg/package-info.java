/**
 * ffmpeg and ffprobe as bounded processes. Rule: arguments are lists, inputs are {@code file:} paths that this program named, nothing from a
 * user reaches a command line, and every run has limits on time, memory, output and pixels.
 */
@NullMarked
package dev.rushes.media.ffmpeg;

import org.jspecify.annotations.NullMarked;
