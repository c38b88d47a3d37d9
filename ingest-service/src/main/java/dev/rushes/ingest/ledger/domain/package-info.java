/**
 * What the facts about a job add up to: its life, its progress, its row. Rule: pure functions of the facts in their order, so that the ledger
 * can be rebuilt from the log and comes out the same.
 */
@NullMarked
package dev.rushes.ingest.ledger.domain;

import org.jspecify.annotations.NullMarked;
