/** Webhooks in Postgres. Rule: every question of a person names the tenant; what comes from the log names it too. */
@NullMarked
package dev.rushes.ingest.webhooks.store;

import org.jspecify.annotations.NullMarked;
