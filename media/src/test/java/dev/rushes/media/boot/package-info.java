/** The wiring, started. */
@NullMarked
package dev.rushes.media.boot;

import org.jspecify.annotations.NullMarked;
