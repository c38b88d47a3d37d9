package dev.rushes.ingest.source;

import dev.rushes.ingest.domain.AddressRule;
import dev.rushes.ingest.domain.UrlRule;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * What may be fetched, and how much a source may ask of us.
 *
 * @param urls which addresses, by their text
 * @param addresses which addresses, by where they lead
 * @param timeouts how long a fetch may take
 * @param limit most bytes of footage
 * @param redirects most redirects that are followed
 * @param longestWait longest wait before the next try that a server may impose
 * @param throttling how long after the job was requested a server may keep asking to come back later
 */
public record UrlPolicy(
        UrlRule urls,
        AddressRule addresses,
        UrlTimeouts timeouts,
        DataSize limit,
        int redirects,
        Duration longestWait,
        Duration throttling) {}
