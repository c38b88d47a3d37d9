package dev.rushes.ingest.webhooks.domain;

import java.time.Duration;
import java.util.Optional;

/** What the answer to a delivery means. */
public sealed interface Reply {

    /** It has arrived. */
    record Taken() implements Reply {}

    /** The endpoint asks never to be told again (410). */
    record Gone() implements Reply {}

    /**
     * It has not arrived.
     *
     * @param why a sentence that holds nothing of what the receiver said but its status
     * @param notBefore earliest next try as the receiver asked for it
     */
    record Refused(String why, Optional<Duration> notBefore) implements Reply {}
}
