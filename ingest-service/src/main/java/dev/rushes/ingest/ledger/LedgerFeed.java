package dev.rushes.ingest.ledger;

import dev.rushes.ingest.ledger.domain.JobFact;
import dev.rushes.ingest.ledger.wire.FactWire;
import dev.rushes.runtime.kafka.EventRecord;
import dev.rushes.runtime.kafka.EventRecord.Content;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Feeds the projector from the log of events. */
final class LedgerFeed {
    /** Consumer group: an interface for operators, it never changes. */
    static final String GROUP = "rushes.ledger";

    private static final Logger LOG = LoggerFactory.getLogger(LedgerFeed.class);

    private final LedgerProjector projector;
    private final LedgerMeters meters;
    private final Clock clock;

    LedgerFeed(LedgerProjector projector, LedgerMeters meters, Clock clock) {
        this.projector = projector;
        this.meters = meters;
        this.clock = clock;
    }

    Mono<Void> project(List<EventRecord> batch) {
        List<JobFact> facts =
                batch.stream().flatMap(record -> fact(record).stream()).toList();
        return projector
                .apply(facts)
                .doOnSuccess(_ -> meters.lag(Duration.between(batch.getLast().timestamp(), clock.instant())));
    }

    private Optional<JobFact> fact(EventRecord record) {
        return switch (record.content()) {
            case Content.Readable readable -> fact(record, readable);
            case Content.Unreadable unreadable -> skip(record, unreadable.why());
        };
    }

    private Optional<JobFact> fact(EventRecord record, Content.Readable readable) {
        try {
            return FactWire.fact(readable.event());
        } catch (IllegalArgumentException | ArithmeticException e) {
            return skip(record, String.valueOf(e.getMessage()));
        }
    }

    private Optional<JobFact> skip(EventRecord record, String why) {
        LOG.warn("Skipped event {}-{}, which is no fact: {}", record.partition(), record.offset(), why);
        meters.unreadable();
        return Optional.empty();
    }
}
