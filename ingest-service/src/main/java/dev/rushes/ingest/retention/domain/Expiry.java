package dev.rushes.ingest.retention.domain;

import java.time.Instant;

/**
 * When things of a job go, at the earliest. A further run counts anew, from its own end.
 *
 * @param workFiles chunks, findings, parts of films
 * @param outputs films, timeline and footage
 * @param job the job itself
 */
public record Expiry(Instant workFiles, Instant outputs, Instant job) {}
