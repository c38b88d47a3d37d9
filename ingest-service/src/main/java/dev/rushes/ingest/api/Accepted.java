package dev.rushes.ingest.api;

import dev.rushes.ingest.domain.Footage;
import dev.rushes.ingest.ledger.domain.JobState;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.ResponseEntity;

/** The answer to an order that is acknowledged: where to look next. */
@com.fasterxml.jackson.annotation.JsonInclude(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT)
record Accepted(
        UUID id,
        JobState state,
        String recipe,
        Optional<String> filename,
        Optional<String> title,
        int run,
        Instant createdAt,
        Map<String, String> links) {

    static ResponseEntity<Accepted> answer(JobOrder order) {
        String self = Addresses.job(order.jobId());
        Footage footage = order.wish().footage();
        return ResponseEntity.accepted()
                .location(URI.create(self))
                .header("Cache-Control", "no-store")
                // The ledger follows the log within moments; who watches rather than asks takes the stream.
                .header("Retry-After", "1")
                .body(new Accepted(
                        order.jobId(),
                        JobState.REQUESTED,
                        order.wish().recipe(),
                        footage.filename(),
                        order.wish().title(),
                        order.run(),
                        order.requestedAt(),
                        Map.of("self", self, "events", self + "/events", "cancel", self)));
    }
}
