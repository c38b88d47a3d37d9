/** Scratch folders, tried on a real disk. */
@NullMarked
package dev.rushes.media.work;

import org.jspecify.annotations.NullMarked;
