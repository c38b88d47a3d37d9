/**
 * Resumable uploads: tus 1.0 on WebFlux. Bytes go into the part store, their record into Postgres, where all instances see it. Rule: nothing is
 * told to a client before it is durable in both, and only whose turn it is may record.
 */
@NullMarked
package dev.rushes.ingest.tus;

import org.jspecify.annotations.NullMarked;
