/** The file store, tried on a real disk. */
@NullMarked
package dev.rushes.media.store;

import org.jspecify.annotations.NullMarked;
