package dev.rushes.runtime.observe;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Work that has lasted, or waited, since some time.
 *
 * @param job the job; empty if the record does not say
 * @param since when it was taken up, or was due
 */
public record JobSince(Optional<UUID> job, Instant since) {}
