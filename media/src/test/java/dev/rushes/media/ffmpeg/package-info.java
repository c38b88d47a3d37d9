/** ffmpeg and the probe, tried with the real program and hostile files. */
@NullMarked
package dev.rushes.media.ffmpeg;

import org.jspecify.annotations.NullMarked;
