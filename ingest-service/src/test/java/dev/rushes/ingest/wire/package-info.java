/** Records in, values out, and back. */
@NullMarked
package dev.rushes.ingest.wire;

import org.jspecify.annotations.NullMarked;
