/**
 * The HTTP API, {@code /api/v1}. Rule: a request is answered with 2xx only after Kafka has acknowledged what follows from it, and every error is a
 * problem document (RFC 9457) that says what to do.
 */
@NullMarked
package dev.rushes.ingest.api;

import org.jspecify.annotations.NullMarked;
