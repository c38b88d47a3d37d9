/** Takes JobRequested, gives MediaStored; serves the HTTP API. A job exists once Kafka has acknowledged its request. */
@NullMarked
package dev.rushes.ingest;

import org.jspecify.annotations.NullMarked;
