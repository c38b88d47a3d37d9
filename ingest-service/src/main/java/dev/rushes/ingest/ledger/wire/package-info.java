/** JobEvent → fact. Rule: the only code of the ledger that sees records; whatever comes in, what goes out can be stored and shown. */
@NullMarked
package dev.rushes.ingest.ledger.wire;

import org.jspecify.annotations.NullMarked;
