/** Reads and writes the documents of the render in the object store: the timeline that it takes, the manifest that it leaves. Rule: bounded reads. */
@NullMarked
package dev.rushes.render.storage;

import org.jspecify.annotations.NullMarked;
