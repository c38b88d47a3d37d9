/** Keys of this installation. Rule: a key's secret is shown once, to whoever had it made, and kept nowhere. */
@NullMarked
package dev.rushes.ingest.access.keys;

import org.jspecify.annotations.NullMarked;
