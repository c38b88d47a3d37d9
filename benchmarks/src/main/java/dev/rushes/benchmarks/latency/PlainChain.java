package dev.rushes.benchmarks.latency;

import dev.rushes.benchmarks.machine.Leash;
import dev.rushes.events.Job;
import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import dev.rushes.events.JobRequested;
import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import dev.rushes.flow.Recipe;
import dev.rushes.runtime.kafka.FixedRegistry;
import dev.rushes.runtime.wire.EventIds;
import dev.rushes.runtime.wire.JobWire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The child: five plain loops (poll, send, wait for the acknowledgement, commit), each a thread with clients of its own. No news, no retries. */
public final class PlainChain {
    private static final Duration POLL = Duration.ofMillis(100);
    private static volatile boolean closed;

    private final FixedRegistry.Encoder encoder = new FixedRegistry.Encoder();
    private final FixedRegistry.Decoder decoder = new FixedRegistry.Decoder();
    private final FlowStage stage;
    private final String bootstrapServers;

    private PlainChain(FlowStage stage, String bootstrapServers) {
        this.stage = stage;
        this.bootstrapServers = bootstrapServers;
    }

    public static void main(String[] arguments) throws InterruptedException {
        List<Thread> loops = new ArrayList<>();
        for (FlowStage stage : Flow.STAGES) {
            loops.add(Thread.ofPlatform().start(new PlainChain(stage, arguments[0])::run));
        }
        Leash.say("READY");
        Leash.awaitEnd();
        Leash.say("COMMITS " + Commits.ofThisProcess());
        closed = true;
        for (Thread loop : loops) {
            loop.join();
        }
        System.exit(0);
    }

    private void run() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "group.id",
                                "plain-" + stage.label(),
                                "enable.auto.commit",
                                "false",
                                "auto.offset.reset",
                                "latest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", "0"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            consumer.subscribe(List.of(stage.topic()));
            while (!closed) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    var unused = producer.send(next(record)).get();
                }
                if (!records.isEmpty()) {
                    consumer.commitAsync();
                }
            }
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private ProducerRecord<byte[], byte[]> next(ConsumerRecord<byte[], byte[]> record) {
        Job job = job((SpecificRecord) decoder.deserialize(record.topic(), record.value()));
        UUID id = EventIds.of(job.getId(), job.getRun(), stage, "relay");
        if (stage == FlowStage.RENDER) {
            JobEvent event = JobEvent.newBuilder()
                    .setEventId(id)
                    .setOccurredAt(Instant.now())
                    .setJobId(job.getId())
                    .setTenant(job.getTenant())
                    .setRun(job.getRun())
                    .setType(JobEventType.STAGE_FINISHED)
                    .setStage(JobWire.stageName(stage))
                    .build();
            return new ProducerRecord<>(Flow.EVENTS, record.key(), encoder.serialize(Flow.EVENTS, event));
        }
        String topic = Flow.STAGES.get(stage.ordinal() + 1).topic();
        SpecificRecord fact = RelayFacts.of(stage, id, Instant.now(), job);
        return new ProducerRecord<>(topic, record.key(), encoder.serialize(topic, fact));
    }

    private static Job job(SpecificRecord record) {
        if (record instanceof JobRequested request) {
            return Job.newBuilder()
                    .setId(request.getJobId())
                    .setTenant(request.getTenant())
                    .setRun(request.getRun())
                    .setRoute(JobWire.routeNames(Recipe.HIGHLIGHTS.route()))
                    .setRequestedAt(request.getRequestedAt())
                    .build();
        }
        return (Job) record.get(record.getSchema().getField("job").pos());
    }
}
