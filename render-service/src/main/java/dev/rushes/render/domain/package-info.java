/**
 * Decides what a film is made of: which pictures and samples, how large, how fast, and whether the result is what was planned. Rule: plain Java
 * and the shared media values; no I/O, no clock, nothing of ffmpeg's language.
 */
@NullMarked
package dev.rushes.render.domain;

import org.jspecify.annotations.NullMarked;
