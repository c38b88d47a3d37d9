@NullMarked
package dev.rushes.ingest.webhooks;

import org.jspecify.annotations.NullMarked;
