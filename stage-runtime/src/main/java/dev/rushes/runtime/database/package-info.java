/**
 * Postgres for the stages that keep something in it. Rule: one database, a schema of its own for each service, and nobody reads another's
 * schema.
 */
@NullMarked
package dev.rushes.runtime.database;

import org.jspecify.annotations.NullMarked;
