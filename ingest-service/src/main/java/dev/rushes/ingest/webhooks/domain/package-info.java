/** The rules of webhooks: which events an endpoint gets, what an answer means, when an endpoint is given up. Plain Java; time is an argument. */
@NullMarked
package dev.rushes.ingest.webhooks.domain;

import org.jspecify.annotations.NullMarked;
