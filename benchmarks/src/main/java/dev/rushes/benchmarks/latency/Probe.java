package dev.rushes.benchmarks.latency;

import dev.rushes.benchmarks.broker.Bus;
import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import dev.rushes.events.JobRequested;
import dev.rushes.events.Source;
import dev.rushes.events.StageName;
import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.kafka.FixedRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Sends a request, waits until the last stage's result is on the log of events, sends the next. */
final class Probe implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(2);
    private static final int MOST_TRIES = 15;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration QUIET = Duration.ofMillis(5);

    private final FixedRegistry.Encoder encoder = new FixedRegistry.Encoder();
    private final FixedRegistry.Decoder decoder = new FixedRegistry.Decoder();
    private final Bus bus;
    private final KafkaConsumer<byte[], byte[]> events;

    Probe(String bootstrapServers, Bus bus) {
        this.bus = bus;
        this.events = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = IntStream.range(0, Bus.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Flow.EVENTS, partition))
                .toList();
        events.assign(all);
        events.seekToEnd(all);
        all.forEach(events::position);
    }

    /** Members of a group need some seconds until the partitions are theirs, and those of the plain loops miss what is sent before. */
    void untilItAnswers() {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            if (once(FIRST_PATIENCE).isPresent()) {
                return;
            }
        }
        throw new IllegalStateException(
                "Expected an event to get through five stages, but none of " + MOST_TRIES + " did");
    }

    /** Milliseconds until the last stage has told that it is done, as a reader of the log sees it. */
    double once() {
        return once(PATIENCE)
                .orElseThrow(() -> new IllegalStateException(
                        "Expected the event to get through within " + PATIENCE + ", but it did not"));
    }

    private OptionalDouble once(Duration patience) {
        // The last event's stragglers (news, commits) must not run into the next one.
        Bus.pause(QUIET);
        UUID job = UUID.randomUUID();
        JobRequested request = JobRequested.newBuilder()
                .setEventId(UUID.randomUUID())
                .setJobId(job)
                .setRequestedAt(Instant.now())
                .setSource(Source.newBuilder().build())
                .build();
        String topic = FlowStage.UPLOAD.topic();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic, job.toString().getBytes(StandardCharsets.UTF_8), encoder.serialize(topic, request));
        long start = System.nanoTime();
        bus.send(record);
        while (System.nanoTime() - start < patience.toNanos()) {
            for (ConsumerRecord<byte[], byte[]> event : events.poll(POLL)) {
                if (isTheEnd(event, job)) {
                    return OptionalDouble.of((System.nanoTime() - start) / 1e6);
                }
            }
        }
        return OptionalDouble.empty();
    }

    private boolean isTheEnd(ConsumerRecord<byte[], byte[]> record, UUID job) {
        return decoder.deserialize(record.topic(), record.value()) instanceof JobEvent event
                && event.getJobId().equals(job)
                && event.getStage() == StageName.RENDER
                && event.getType() == JobEventType.STAGE_FINISHED;
    }

    @Override
    public void close() {
        events.close();
    }
}
