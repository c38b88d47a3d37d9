package dev.rushes.runtime.kafka;

import dev.rushes.embedded.EmbeddedKafka;
import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import dev.rushes.runtime.boot.StageRuntimeConfiguration;
import dev.rushes.runtime.observe.RuntimeMeter;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.testkit.MemoryRegistry;
import dev.rushes.runtime.wire.StageDefinition;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** A broker of its own, instances of the runtime on it, and eyes on every topic. */
final class Bench implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private EmbeddedKafka kafka;
    private final KafkaProducer<byte[], byte[]> producer;
    private final FactSerde serde = new FactSerde(new MemoryRegistry.Encoder(), MemoryRegistry.Decoder::new, 1 << 20);
    private final List<ConfigurableApplicationContext> instances = new ArrayList<>();

    Bench(Path folder) {
        this.folder = folder;
        this.kafka = EmbeddedKafka.start(folder);
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Starts an instance; further settings as "key=value". */
    @CanIgnoreReturnValue
    ConfigurableApplicationContext instance(List<StageDefinition<?, ?>> stages, String... settings) {
        return start(Beans.class, WebApplicationType.NONE, stages, List.of(settings));
    }

    private ConfigurableApplicationContext start(
            Class<?> beansOfAll, WebApplicationType web, List<StageDefinition<?, ?>> stages, List<String> settings) {
        List<String> all = new ArrayList<>(List.of(
                "rushes.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "rushes.kafka.serializer=" + MemoryRegistry.Encoder.class.getName(),
                "rushes.kafka.deserializer=" + MemoryRegistry.Decoder.class.getName(),
                "rushes.kafka.worker=worker-" + instances.size(),
                "rushes.kafka.partitions=3",
                "rushes.kafka.commit-interval=20ms",
                "rushes.runtime.drain=1s",
                "spring.main.banner-mode=off"));
        all.addAll(settings);
        ApplicationContextInitializer<GenericApplicationContext> beans = context -> {
            int number = 0;
            for (StageDefinition<?, ?> stage : stages) {
                context.registerBean("stage" + number++, StageDefinition.class, () -> stage);
            }
        };
        ConfigurableApplicationContext instance = new SpringApplicationBuilder(beansOfAll)
                .web(web)
                .initializers(beans)
                .properties(properties(all))
                .registerShutdownHook(false)
                .run();
        instances.add(instance);
        return instance;
    }

    /** The broker goes away and leaves its clients alone. */
    void stopBroker() {
        kafka.close();
    }

    /** The broker comes back where it was. */
    void startBroker() {
        String address = kafka.bootstrapServers();
        kafka = EmbeddedKafka.start(folder, Integer.parseInt(address.substring(address.indexOf(':') + 1)));
    }

    /** Starts an instance that serves its health and its meters on a free port of loopback. */
    ConfigurableApplicationContext webInstance(List<StageDefinition<?, ?>> stages, String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("server.port=0");
        return start(WebBeans.class, WebApplicationType.REACTIVE, stages, all);
    }

    /** A name may have a colon, at which Spring would cut it. */
    private static Map<String, Object> properties(List<String> settings) {
        Map<String, Object> properties = new HashMap<>();
        settings.forEach(setting -> properties.put(
                setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1)));
        return properties;
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Sends footage to the split stage, keyed by its job. */
    @CanIgnoreReturnValue
    RecordMetadata footage(JobTicket ticket, String name) {
        return fact("rushes.split", null, ticket.jobId().toString(), Probe.footage(ticket, name));
    }

    @CanIgnoreReturnValue
    RecordMetadata footage(int partition, JobTicket ticket, String name) {
        return fact("rushes.split", partition, ticket.jobId().toString(), Probe.footage(ticket, name));
    }

    @CanIgnoreReturnValue
    RecordMetadata fact(
            String topic, @org.jspecify.annotations.Nullable Integer partition, String key, SpecificRecord fact) {
        byte[] value = serde.encode(topic, new RecordHeaders(), fact);
        return send(new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8), value));
    }

    /** Sends footage that continues a trace. */
    @CanIgnoreReturnValue
    RecordMetadata traced(JobTicket ticket, String name, String traceparent) {
        byte[] value = serde.encode("rushes.split", new RecordHeaders(), Probe.footage(ticket, name));
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>("rushes.split", ticket.jobId().toString().getBytes(StandardCharsets.UTF_8), value);
        record.headers().add("traceparent", traceparent.getBytes(StandardCharsets.UTF_8));
        return send(record);
    }

    /** Sends a fact that claims to have been written at that time. */
    @CanIgnoreReturnValue
    RecordMetadata fact(String topic, int partition, Instant written, String key, SpecificRecord fact) {
        byte[] value = serde.encode(topic, new RecordHeaders(), fact);
        return send(new ProducerRecord<>(
                topic, partition, written.toEpochMilli(), key.getBytes(StandardCharsets.UTF_8), value));
    }

    /** Partitions of a topic that an instance owns. */
    static Set<Integer> owned(ConfigurableApplicationContext instance, String topic) {
        StageSource source = java.util.Objects.requireNonNull(
                instance.getBean(Stages.class).sources().get(topic));
        return source.report().partitions();
    }

    /** How many partitions of all topics were assigned to, revoked from or lost by an instance. */
    static double moves(ConfigurableApplicationContext instance, String how) {
        return instance
                .getBean(MeterRegistry.class)
                .find(RuntimeMeter.PARTITION_MOVES.meterName())
                .tag("how", how)
                .counters()
                .stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /** Sends a record that is small only when it is compressed. */
    void sendCompressed(ProducerRecord<byte[], byte[]> record) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(), "compression.type", "gzip", "max.request.size", 8 << 20);
        try (KafkaProducer<byte[], byte[]> its =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            var unused = its.send(record);
        }
    }

    @CanIgnoreReturnValue
    RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** All records of a topic with that key. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic, UUID key) {
        return read(topic).stream()
                .filter(record ->
                        record.key() != null && key.toString().equals(new String(record.key(), StandardCharsets.UTF_8)))
                .toList();
    }

    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        try (Consumer<byte[], byte[]> consumer = consumer(Map.of())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    /** Events of a job, as "TYPE", in the order of the log; without starts, which are told only of work that takes long. */
    List<String> story(UUID job) {
        return events(job).stream()
                .filter(event -> event.getType() != JobEventType.STAGE_STARTED)
                .map(event -> event.getType().name())
                .toList();
    }

    List<JobEvent> events(UUID job) {
        return read("rushes.events", job).stream()
                .map(record -> (JobEvent) decode(record))
                .toList();
    }

    SpecificRecord decode(ConsumerRecord<byte[], byte[]> record) {
        return serde.decode(record.topic(), record.headers(), record.value());
    }

    /** Committed offset of a partition in the group of its topic; -1 if there is none. */
    long committed(String topic, int partition) {
        TopicPartition its = new TopicPartition(topic, partition);
        try (Consumer<byte[], byte[]> consumer = consumer(Map.of("group.id", topic))) {
            OffsetAndMetadata committed = consumer.committed(Set.of(its)).get(its);
            return committed == null ? -1 : committed.offset();
        }
    }

    private Consumer<byte[], byte[]> consumer(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        properties.put("enable.auto.commit", false);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Stops all instances the ordinary way. */
    void stopInstances() {
        instances.forEach(ConfigurableApplicationContext::close);
        instances.clear();
    }

    @Override
    public void close() {
        stopInstances();
        producer.close();
        kafka.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(StageRuntimeConfiguration.class)
    static class WebBeans {}

    @Configuration(proxyBeanMethods = false)
    @Import(StageRuntimeConfiguration.class)
    static class Beans {
        @Bean
        MeterRegistry meterRegistry() {
            return new SimpleMeterRegistry();
        }
    }
}
