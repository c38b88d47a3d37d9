package dev.rushes.benchmarks.contenders;

import dev.rushes.events.MediaStored;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

/** spring-kafka's batch listener with a template; the container commits when the batch is through. */
final class SpringListener implements Contender {
    /** As many as this machine has processors. */
    private static final int THREADS = 2;

    private final ConcurrentMessageListenerContainer<byte[], byte[]> container;
    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final KafkaTemplate<byte[], byte[]> template;
    private final Decision decision = new Decision();
    private final Work work;

    SpringListener(String bootstrapServers, Work work) {
        this.work = work;
        this.producers = new DefaultKafkaProducerFactory<>(
                Clients.producerProperties(bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        this.template = new KafkaTemplate<>(producers);
        ContainerProperties properties = new ContainerProperties(Decision.INPUT);
        properties.setAckMode(ContainerProperties.AckMode.BATCH);
        properties.setMessageListener((BatchMessageListener<byte[], byte[]>) this::handle);
        this.container = new ConcurrentMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<>(Clients.consumerProperties(bootstrapServers, Kind.SPRING_LISTENER)),
                properties);
        container.setConcurrency(THREADS);
        container.start();
    }

    private void handle(List<ConsumerRecord<byte[], byte[]>> records) {
        List<CompletableFuture<?>> sent = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            MediaStored fact = decision.decode(record);
            sent.add(
                    work.none(fact)
                            ? template.send(decision.decide(record, fact))
                            : work.future(fact).thenCompose(done -> template.send(decision.decide(record, fact))));
        }
        var unused =
                CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
    }

    @Override
    public void close() {
        container.stop();
        producers.destroy();
    }
}
