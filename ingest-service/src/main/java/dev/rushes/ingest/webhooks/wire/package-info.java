/** Events and deliveries ⇄ values. The only place of webhooks that sees generated classes. */
@NullMarked
package dev.rushes.ingest.webhooks.wire;

import org.jspecify.annotations.NullMarked;
