/**
 * The read model of jobs: rows in Postgres that follow {@code rushes.events}. Rule: only the projector writes, in one transaction per batch, and
 * whatever it wrote can be rebuilt from the log; every question names the tenant.
 */
@NullMarked
package dev.rushes.ingest.ledger;

import org.jspecify.annotations.NullMarked;
