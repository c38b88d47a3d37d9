/**
 * Secrets of webhooks: signing with them, and keeping them. Rule: a bare secret is a {@link dev.rushes.ingest.webhooks.signing.SigningSecret}, which shows itself
 * to nobody; what is stored or travels is sealed.
 */
@NullMarked
package dev.rushes.ingest.webhooks.signing;

import org.jspecify.annotations.NullMarked;
