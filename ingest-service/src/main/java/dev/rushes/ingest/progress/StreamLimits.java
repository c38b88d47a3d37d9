package dev.rushes.ingest.progress;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of progress streams.
 *
 * @param max streams that an instance serves at a time; one more is told to come back later
 * @param perCaller streams that one caller may have open on an instance at a time
 * @param backlog frames of a tenant that an instance keeps in memory for all its readers; whoever falls further behind is told from the ledger again
 * @param heartbeat longest silence; a sign of life is sent then
 * @param pause shortest time between two frames of progress; a fifth of a second makes at most five a second of each job
 * @param patience how long a stream waits for a job that has just been requested
 * @param maxAge longest life of a stream; a browser connects again by itself and goes on where it was
 */
public record StreamLimits(
        @DefaultValue("10000") @Min(1) int max,
        @DefaultValue("100") @Min(1) int perCaller,
        @DefaultValue("1024") @Min(16) @Max(65_536) int backlog,
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("200ms") Duration pause,
        @DefaultValue("5s") Duration patience,
        @DefaultValue("1h") Duration maxAge) {}
