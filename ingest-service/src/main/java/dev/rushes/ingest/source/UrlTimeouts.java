package dev.rushes.ingest.source;

import java.time.Duration;

/**
 * How long a fetch may take.
 *
 * @param connect longest wait for the name server, for a connection and for the TLS handshake, each
 * @param read longest wait for the next bytes
 * @param total longest time for the whole fetch, with all redirects
 */
public record UrlTimeouts(Duration connect, Duration read, Duration total) {}
