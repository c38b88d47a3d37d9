@NullMarked
package dev.rushes.ingest.webhooks.signing;

import org.jspecify.annotations.NullMarked;
