package dev.rushes.runtime.kafka;

import dev.rushes.events.ControlCommand;
import dev.rushes.events.JobEvent;
import dev.rushes.flow.Flow;
import dev.rushes.runtime.engine.Delivery;
import dev.rushes.runtime.engine.Letter;
import dev.rushes.runtime.engine.Outbox;
import dev.rushes.runtime.engine.Trace;
import dev.rushes.runtime.stage.JobTicket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Everything that leaves the process for Kafka goes out here. */
final class KafkaOutbox implements Outbox, FactPublisher, JobEvents, Control {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaOutbox.class);
    /** Leaves room for key and headers in the largest request. */
    private static final int LARGEST_DEAD_VALUE = 3 << 19;

    private static final int KEPT_OF_TOO_MANY = 64 << 10;

    private final Courier courier;
    private final FactSerde serde;

    KafkaOutbox(Courier courier, FactSerde serde) {
        this.courier = courier;
        this.serde = serde;
    }

    @Override
    public void send(Letter letter, Answer answer) {
        courier.send(
                () -> switch (letter) {
                    case Letter.Fact fact -> fact(fact);
                    case Letter.Again again -> again(again);
                    case Letter.Dead dead -> dead(dead);
                },
                answer);
    }

    @Override
    public Mono<Void> publish(String topic, String key, SpecificRecord fact, Map<String, String> headers) {
        Trace trace = Optional.ofNullable(headers.get(FactHeaders.TRACEPARENT))
                .flatMap(Trace::parse)
                .orElseGet(() -> Trace.begin(ThreadLocalRandom.current()));
        return courier.send(() -> {
            Headers all = new RecordHeaders();
            headers.forEach((name, value) -> FactHeaders.put(all, name, value));
            FactHeaders.putAll(all, FactHeaders.of(key, fact, trace));
            return record(topic, key, fact, all);
        });
    }

    @Override
    public Mono<Void> tell(JobEvent event) {
        Map<String, String> headers = Map.of(FactHeaders.TENANT, event.getTenant());
        return publish(Flow.EVENTS, event.getJobId().toString(), event, headers);
    }

    @Override
    public Mono<Void> command(ControlCommand command) {
        return switch (command.getAction()) {
            case CANCEL, SET_PRIORITY -> {
                String key =
                        command.getJobId() == null ? "" : command.getJobId().toString();
                yield publish(Flow.CONTROL, key, command, Map.of());
            }
            case HOLD_LANE -> publish(Flow.CONTROL, "", command, Map.of());
            case PAUSE, RESUME -> publish(Flow.ORDERS, key(command, "intake"), command, Map.of());
            case SET_CONCURRENCY, RESET_CONCURRENCY ->
                publish(Flow.ORDERS, key(command, "concurrency"), command, Map.of());
            case UNKNOWN -> throw new IllegalArgumentException("Expected a command, but got one that says nothing");
        };
    }

    /** Orders about the same matter share a key, so that the last one is all that compaction keeps. */
    private static String key(ControlCommand command, String matter) {
        if (command.getStage() == null) {
            throw new IllegalArgumentException(
                    "Expected an order to one stage, but " + command.getAction() + " names none");
        }
        return command.getStage().name().toLowerCase(Locale.ROOT) + "/" + matter;
    }

    private ProducerRecord<byte[], byte[]> fact(Letter.Fact letter) {
        Headers headers = new RecordHeaders();
        letter.about().ifPresent(ticket -> ofJob(letter.topic(), ticket).forEach(headers::add));
        FactHeaders.of(letter.key(), letter.record(), letter.trace()).forEach(headers::add);
        return record(letter.topic(), letter.key(), letter.record(), headers);
    }

    private static List<Header> ofJob(String topic, JobTicket ticket) {
        return topic.equals(Flow.EVENTS) ? FactHeaders.ofEvent(ticket.tenant()) : FactHeaders.ofFact(ticket);
    }

    private ProducerRecord<byte[], byte[]> record(String topic, String key, SpecificRecord fact, Headers headers) {
        byte[] value = serde.encode(topic, headers, fact);
        return new ProducerRecord<>(topic, null, key.getBytes(StandardCharsets.UTF_8), value, headers);
    }

    private ProducerRecord<byte[], byte[]> again(Letter.Again letter) {
        ConsumerRecord<byte[], byte[]> record = original(letter.delivery());
        return copy(
                letter.stage().retryTopic(),
                letter.delivery(),
                letter.partition(),
                ReturnHeaders.again(record, letter),
                record.value());
    }

    /** A letter that could not be sent would be tried for ever, and its partition stand: so what compression has let in is cut. */
    private ProducerRecord<byte[], byte[]> dead(Letter.Dead letter) {
        ConsumerRecord<byte[], byte[]> record = original(letter.delivery());
        Headers headers = ReturnHeaders.dead(record, letter);
        byte[] value = record.value();
        if (value != null && value.length > LARGEST_DEAD_VALUE) {
            LOG.warn(
                    "{} has {} bytes, too many for a dead letter: the first {} are kept",
                    letter.delivery().envelope().place(),
                    value.length,
                    KEPT_OF_TOO_MANY);
            FactHeaders.put(headers, ReturnHeaders.CUT_FROM, Integer.toString(value.length));
            value = Arrays.copyOf(value, KEPT_OF_TOO_MANY);
        }
        return copy(letter.stage().deadLetterTopic(), letter.delivery(), Optional.empty(), headers, value);
    }

    /** The key and these bytes in the wanted partition, or the one where they stood first, if there is one of that number. */
    private ProducerRecord<byte[], byte[]> copy(
            String topic, Delivery delivery, Optional<Integer> wanted, Headers headers, byte @Nullable [] value) {
        int partition = wanted.orElseGet(() -> delivery.envelope().origin().partition());
        Integer same = partition >= 0 && partition < courier.partitionsOf(topic) ? partition : null;
        return new ProducerRecord<>(topic, same, original(delivery).key(), value, headers);
    }

    private static ConsumerRecord<byte[], byte[]> original(Delivery delivery) {
        if (delivery instanceof KafkaDelivery ours) {
            return ours.record();
        }
        throw new IllegalArgumentException("Expected a record of Kafka, but got " + delivery.getClass());
    }
}
