package dev.rushes.runtime.kafka;

import dev.rushes.events.JobEvent;
import dev.rushes.flow.Flow;
import dev.rushes.runtime.engine.UnreadableRecord;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code rushes.events} in Kafka. */
final class KafkaEventLog implements EventLog {
    private static final long DEMAND_CHECK_MILLIS = 10;

    private final Clients clients;
    private final FactSerde serde;
    private final BooleanSupplier givesWay;

    /** @param givesWay whether what is read now should be read in larger batches, because somebody else needs the processor */
    KafkaEventLog(Clients clients, FactSerde serde, BooleanSupplier givesWay) {
        this.clients = clients;
        this.serde = serde;
        this.givesWay = givesWay;
    }

    @Override
    public Reading read(String group, Function<List<EventRecord>, Mono<Void>> batch) {
        return new GroupReading<>(Flow.EVENTS, group, clients, this::decode, batch, givesWay).start();
    }

    @Override
    public Flux<EventRecord> tail(From from) {
        return Flux.create(
                sink -> {
                    TopicTail tail = new TopicTail(Flow.EVENTS, clients, from, record -> pass(record, sink));
                    FluxSink<EventRecord> unused = sink.onDispose(tail::close);
                    TopicTail alsoUnused = tail.start();
                },
                FluxSink.OverflowStrategy.ERROR);
    }

    @Override
    public Mono<Boolean> hasRead(String group, Instant until) {
        return Mono.fromCallable(() -> {
                    try (GroupReach reach = new GroupReach(clients.admin())) {
                        return reach.hasRead(Flow.EVENTS, group, until);
                    }
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    /** Waits for demand: a subscriber that falls behind holds back its own tail and needs no buffer. */
    private void pass(ConsumerRecord<byte[], byte[]> record, FluxSink<EventRecord> sink) throws InterruptedException {
        EventRecord event = decode(record);
        while (sink.requestedFromDownstream() == 0) {
            if (sink.isCancelled()) {
                return;
            }
            Thread.sleep(DEMAND_CHECK_MILLIS);
        }
        FluxSink<EventRecord> unused = sink.next(event);
    }

    /** @throws RuntimeException if the record can't be read now, because the registry does not answer */
    private EventRecord decode(ConsumerRecord<byte[], byte[]> record) {
        EventRecord.Content content;
        try {
            SpecificRecord fact = serde.decode(record.topic(), record.headers(), record.value());
            content = fact instanceof JobEvent event
                    ? new EventRecord.Content.Readable(event)
                    : new EventRecord.Content.Unreadable(
                            "Expected a JobEvent, but got a " + fact.getSchema().getName());
        } catch (UnreadableRecord e) {
            content = new EventRecord.Content.Unreadable(String.valueOf(e.getMessage()));
        }
        return new EventRecord(record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()), content);
    }
}
