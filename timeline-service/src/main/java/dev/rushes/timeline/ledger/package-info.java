/**
 * The fan-in ledger in Postgres. Rule: explicit SQL with bound values, each step one transaction, and nothing that a crash between two steps
 * could leave half done.
 */
@NullMarked
package dev.rushes.timeline.ledger;

import org.jspecify.annotations.NullMarked;
