package dev.rushes.timeline;

import dev.rushes.runtime.kafka.EventRecord;
import dev.rushes.timeline.ledger.FanInLedger;
import dev.rushes.timeline.wire.Erasures;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets jobs that the log tells to forget, because somebody asked for it or because their time is over. */
final class ErasedJobs {
    /** Consumer group: an interface for operators, it never changes. */
    static final String GROUP = "rushes.timeline-erasures";

    private final FanInLedger ledger;

    ErasedJobs(FanInLedger ledger) {
        this.ledger = ledger;
    }

    Mono<Void> forget(List<EventRecord> batch) {
        return Flux.fromIterable(batch)
                .flatMapIterable(record -> Erasures.read(record).stream().toList())
                .concatMap(ledger::forget)
                .then();
    }
}
