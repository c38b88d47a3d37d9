package dev.rushes.ingest.progress;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of progress streams.
 *
 * @param max streams that an instance serves at a time; one more is told to come back later
 * @param heartbeat longest silence; a sign of life is sent then
 * @param pause shortest time between two looks at the ledger for one stream; half a second makes at most two progress frames a second
 * @param patience how long a stream waits for a job that has just been requested
 * @param maxAge longest life of a stream; a browser connects again by itself and goes on where it was
 */
public record StreamLimits(
        @DefaultValue("500") @Min(1) int max,
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("500ms") Duration pause,
        @DefaultValue("5s") Duration patience,
        @DefaultValue("1h") Duration maxAge) {}
