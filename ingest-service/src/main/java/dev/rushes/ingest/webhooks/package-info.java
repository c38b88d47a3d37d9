/**
 * Outgoing webhooks: who is to be told of what, and the stage that tells them. Rule: what is owed to an endpoint is on {@code rushes.webhooks} before the
 * event that it is about is done with, so that nothing is lost, and a repeat has the same identifier, so that a receiver can tell.
 */
@NullMarked
package dev.rushes.ingest.webhooks;

import org.jspecify.annotations.NullMarked;
