/** Purchases in Postgres. */
@NullMarked
package dev.rushes.ingest.generation.store;

import org.jspecify.annotations.NullMarked;
