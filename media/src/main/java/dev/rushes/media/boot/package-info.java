/** Puts the object store, the scratch folders and ffmpeg into a Spring application. Rule: wiring only, no decisions. */
@NullMarked
package dev.rushes.media.boot;

import org.jspecify.annotations.NullMarked;
