package dev.rushes.ingest.webhooks;

import dev.rushes.ingest.webhooks.domain.News;
import dev.rushes.ingest.webhooks.wire.NewsWire;
import dev.rushes.runtime.kafka.EventRecord;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Feeds the log of events to the dispatch. An event is committed when all that follows from it is posted. */
final class HookFeed {
    /** Consumer group: an interface for operators, it never changes. */
    static final String GROUP = "rushes.webhook-feed";

    private static final Logger LOG = LoggerFactory.getLogger(HookFeed.class);

    private final HookDispatch dispatch;

    HookFeed(HookDispatch dispatch) {
        this.dispatch = dispatch;
    }

    Mono<Void> project(List<EventRecord> batch) {
        return dispatch.dispatch(
                batch.stream().flatMap(record -> news(record).stream()).toList());
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
