/**
 * The read model of jobs: rows in Postgres that follow {@code rushes.events}. Rule: only the projector writes, in one transaction per batch, and
 * whatever it wrote can be rebuilt from the log; every question names the tenant. Others write
 * but how far the removal of an erased job is ({@link Tombstones}), and which files have gone before their job (package {@code retention}).
 */
@NullMarked
package dev.rushes.ingest.ledger;

import org.jspecify.annotations.NullMarked;
