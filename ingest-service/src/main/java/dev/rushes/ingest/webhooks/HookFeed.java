package dev.rushes.ingest.webhooks;

import dev.rushes.ingest.webhooks.domain.News;
import dev.rushes.ingest.webhooks.wire.NewsWire;
import dev.rushes.runtime.kafka.EventLog;
import dev.rushes.runtime.kafka.EventRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;

/** Feeds the log of events to the dispatch, from the start of the application to its end. An event is committed when all that follows from it is posted. */
final class HookFeed implements SmartLifecycle {
    /** Consumer group: an interface for operators, it never changes. */
    static final String GROUP = "rushes.webhook-feed";

    private static final Logger LOG = LoggerFactory.getLogger(HookFeed.class);

    private final EventLog log;
    private final HookDispatch dispatch;
    private final AtomicReference<EventLog.@Nullable Reading> reading = new AtomicReference<>();

    HookFeed(EventLog log, HookDispatch dispatch, WebhookMeters meters) {
        this.log = log;
        this.dispatch = dispatch;
        meters.watchBacklog(() -> {
            EventLog.Reading running = reading.get();
            return running == null ? 0 : running.lag();
        });
    }

    Mono<Void> project(List<EventRecord> batch) {
        return dispatch.dispatch(
                batch.stream().flatMap(record -> news(record).stream()).toList());
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

    private static Optional<News> news(EventRecord record) {
        try {
            return NewsWire.news(record);
        } catch (IllegalArgumentException | ArithmeticException e) {
            // The ledger counts what can't be read.
            LOG.warn("Skipped event {}-{}, which is no news: {}", record.partition(), record.offset(), e.getMessage());
            return Optional.empty();
        }
    }
}
