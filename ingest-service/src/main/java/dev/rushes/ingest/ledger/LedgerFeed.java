package dev.rushes.ingest.ledger;

import dev.rushes.ingest.ledger.domain.JobFact;
import dev.rushes.ingest.ledger.wire.FactWire;
import dev.rushes.runtime.kafka.EventLog;
import dev.rushes.runtime.kafka.EventRecord;
import dev.rushes.runtime.kafka.EventRecord.Content;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;

/** Feeds the projector from the log of events, from the start of the application to its end. */
final class LedgerFeed implements SmartLifecycle {
    /** Consumer group: an interface for operators, it never changes. */
    static final String GROUP = "rushes.ledger";

    private static final Logger LOG = LoggerFactory.getLogger(LedgerFeed.class);

    private final EventLog log;
    private final LedgerProjector projector;
    private final LedgerMeters meters;
    private final Clock clock;
    private final AtomicReference<EventLog.@Nullable Reading> reading = new AtomicReference<>();

    LedgerFeed(EventLog log, LedgerProjector projector, LedgerMeters meters, Clock clock) {
        this.log = log;
        this.projector = projector;
        this.meters = meters;
        this.clock = clock;
        meters.watchBacklog(() -> {
            EventLog.Reading running = reading.get();
            return running == null ? 0 : running.lag();
        });
    }

    Mono<Void> project(List<EventRecord> batch) {
        List<JobFact> facts =
                batch.stream().flatMap(record -> fact(record).stream()).toList();
        return projector
                .apply(facts)
                .doOnSuccess(_ -> meters.lag(Duration.between(batch.getLast().timestamp(), clock.instant())));
    }

    @Override
    public void start() {
        reading.set(log.read(GROUP, this::project));
    }

    @Override
    public void stop() {
        EventLog.Reading running = reading.getAndSet(null);
        if (running != null) {
            running.close();
        }
    }

    @Override
    public boolean isRunning() {
        return reading.get() != null;
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
