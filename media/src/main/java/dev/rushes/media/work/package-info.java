/** Scratch space on the local disk. Rule: a folder lives as long as the work it serves and is removed on every exit. */
@NullMarked
package dev.rushes.media.work;

import org.jspecify.annotations.NullMarked;
