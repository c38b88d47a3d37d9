/**
 * How much a tenant may have. Rule: counted when it is promised, in Postgres, under one lock for each tenant, so that two instances can't promise
 * the same room.
 */
@NullMarked
package dev.rushes.ingest.quota;

import org.jspecify.annotations.NullMarked;
