@NullMarked
package dev.rushes.ingest.webhooks.domain;

import org.jspecify.annotations.NullMarked;
