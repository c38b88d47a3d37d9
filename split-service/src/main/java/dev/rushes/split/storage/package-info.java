/** The chunk manifest in the object store. Rule: it is written last, so that its presence says that everything it names is there. */
@NullMarked
package dev.rushes.split.storage;

import org.jspecify.annotations.NullMarked;
