package dev.rushes.ingest.api;

import dev.rushes.events.ControlCommand;
import dev.rushes.events.JobEvent;
import dev.rushes.runtime.kafka.Control;
import dev.rushes.runtime.kafka.EventLog;
import dev.rushes.runtime.kafka.EventRecord;
import dev.rushes.runtime.kafka.FactPublisher;
import dev.rushes.runtime.kafka.JobEvents;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The log in memory: what is told is projected before the teller is acknowledged. It can be away. */
final class MemoryLog implements FactPublisher, JobEvents, Control, EventLog {
    final List<SpecificRecord> facts = new CopyOnWriteArrayList<>();
    /** Headers of each fact. */
    final List<Map<String, String>> headers = new CopyOnWriteArrayList<>();

    final List<ControlCommand> commands = new CopyOnWriteArrayList<>();
    volatile boolean away;
    /** Groups have not read all of it. */
    volatile boolean unread;

    private final AtomicLong offset = new AtomicLong();
    private final List<Function<List<EventRecord>, Mono<Void>>> readers = new CopyOnWriteArrayList<>();

    @Override
    public Mono<Void> publish(String topic, String key, SpecificRecord fact, Map<String, String> more) {
        return here(Mono.fromRunnable(() -> {
            facts.add(fact);
            headers.add(more);
        }));
    }

    @Override
    public Mono<Void> tell(JobEvent event) {
        return here(Mono.defer(() -> {
            List<EventRecord> batch = List.of(new EventRecord(
                    0, offset.incrementAndGet(), Instant.now(), new EventRecord.Content.Readable(event)));
            return Flux.fromIterable(readers)
                    .concatMap(reader -> reader.apply(batch))
                    .then();
        }));
    }

    @Override
    public Mono<Void> command(ControlCommand command) {
        return here(Mono.fromRunnable(() -> commands.add(command)));
    }

    @Override
    public Reading read(String group, Function<List<EventRecord>, Mono<Void>> batch) {
        readers.add(batch);
        return new Reading() {
            @Override
            public long lag() {
                return 0;
            }

            @Override
            public boolean caughtUp() {
                return true;
            }

            @Override
            public void close() {
                readers.remove(batch);
            }
        };
    }

    @Override
    public Mono<Boolean> hasRead(String group, Instant until) {
        return here(Mono.empty()).then(Mono.fromSupplier(() -> !unread));
    }

    @Override
    public Flux<EventRecord> tail(From from) {
        return Flux.never();
    }

    private Mono<Void> here(Mono<Void> work) {
        return Mono.defer(() -> away ? Mono.error(new IllegalStateException("no broker")) : work);
    }
}
