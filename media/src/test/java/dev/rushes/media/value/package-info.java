/** Laws of the shared values. */
@NullMarked
package dev.rushes.media.value;

import org.jspecify.annotations.NullMarked;
