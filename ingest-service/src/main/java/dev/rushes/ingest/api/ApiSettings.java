package dev.rushes.ingest.api;

import dev.rushes.ingest.progress.StreamLimits;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of the HTTP API. How many bytes an upload may have, and how long a film, is {@code rushes.ingest.*}: what the stage would refuse is
 * refused here already.
 *
 * @param maxDocument most bytes of a JSON request; a larger one is answered with 413
 * @param maxTimeline most bytes of a timeline that is served, and of a chunk's findings that are looked into
 * @param pageSize most entries of a page, whatever the client asks for
 * @param publishTimeout longest wait for Kafka's acknowledgement; then the answer is 503, and the client asks again
 * @param confirmTimeout longest wait until the instances have confirmed an order to a stage; the answer says how many have
 * @param retryAfter what a client is told to wait after a 503
 * @param streams progress streams
 */
@Validated
@ConfigurationProperties(prefix = "rushes.api", ignoreUnknownFields = false)
public record ApiSettings(
        @DefaultValue("64KB") DataSize maxDocument,
        @DefaultValue("32MB") DataSize maxTimeline,
        @DefaultValue("500") @Min(1) @Max(10_000) int pageSize,
        @DefaultValue("10s") Duration publishTimeout,
        @DefaultValue("2s") Duration confirmTimeout,
        @DefaultValue("5s") Duration retryAfter,
        @DefaultValue @Valid StreamLimits streams) {}
