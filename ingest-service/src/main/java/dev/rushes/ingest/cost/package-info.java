/**
 * What jobs may cost: the price list, and the watch over deadlines and budgets. Rule: the watch only reads the ledger and tells the log; it decides
 * nothing that another instance would decide otherwise.
 */
@NullMarked
package dev.rushes.ingest.cost;

import org.jspecify.annotations.NullMarked;
