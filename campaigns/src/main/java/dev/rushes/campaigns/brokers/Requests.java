package dev.rushes.campaigns.brokers;

import dev.rushes.campaigns.plan.PlanNote;
import dev.rushes.campaigns.plan.PlannedJob;
import dev.rushes.events.JobOptions;
import dev.rushes.events.JobRequested;
import dev.rushes.events.Source;
import dev.rushes.events.SourceKind;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.kafka.FixedRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Asks for jobs as an upstream service does, and remembers what Kafka has acknowledged. */
final class Requests implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final FixedRegistry.Encoder encoder = new FixedRegistry.Encoder();
    private final List<PlannedJob> asked = new ArrayList<>();
    private final List<PlannedJob> unsure = new ArrayList<>();

    Requests(String bootstrapServers) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "client.id",
                        "campaign-requests",
                        "acks",
                        "all",
                        "max.block.ms",
                        120_000,
                        "request.timeout.ms",
                        8_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void ask(PlannedJob job) {
        byte[] value = encoder.serialize(FlowStage.UPLOAD.topic(), requested(job));
        byte[] key = job.id().toString().getBytes(StandardCharsets.UTF_8);
        RecordHeaders headers = new RecordHeaders();
        headers.add("rushes-tenant", job.tenant().getBytes(StandardCharsets.UTF_8));
        var unused = producer.send(
                new ProducerRecord<>(FlowStage.UPLOAD.topic(), null, key, value, headers),
                (metadata, error) -> remember(job, error == null));
    }

    private static JobRequested requested(PlannedJob job) {
        return JobRequested.newBuilder()
                .setEventId(UUID.randomUUID())
                .setJobId(job.id())
                .setTenant(job.tenant())
                .setRequestedAt(Instant.now())
                .setSource(Source.newBuilder().setKind(SourceKind.URL).build())
                .setOptions(
                        JobOptions.newBuilder().setExtra(PlanNote.write(job)).build())
                .build();
    }

    private synchronized void remember(PlannedJob job, boolean acknowledged) {
        (acknowledged ? asked : unsure).add(job);
    }

    synchronized List<PlannedJob> asked() {
        return List.copyOf(asked);
    }

    synchronized List<PlannedJob> unsure() {
        return List.copyOf(unsure);
    }

    /** Waits until every request has been answered. */
    void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
