/**
 * Reads packets and cuts tracks with ffmpeg. Rule: what a tool prints is read as it comes, with a constant amount of memory a packet, and
 * what it wrote is looked at before anybody hears of it.
 */
@NullMarked
package dev.rushes.split.ffmpeg;

import org.jspecify.annotations.NullMarked;
