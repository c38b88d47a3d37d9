package dev.rushes.runtime.kafka;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import reactor.core.publisher.Mono;

/** Publishes facts that do not come out of a stage, such as the request for a job. */
public interface FactPublisher {

    /**
     * Publishes one fact. Nothing happens before the subscription; each subscription sends once more.
     *
     * @param topic topic that carries the type
     * @param key key of the record: the job id, so that all facts of a job stay in order
     * @param fact the fact; its {@code eventId} becomes the CloudEvents id
     * @param headers further headers, UTF-8; {@code traceparent} is made up if absent, {@code ce_*} are added
     * @return completes when Kafka has acknowledged the fact ({@code acks=all}), off any event loop of the caller; an error means that
     *     nobody knows whether it was stored, so publish the same fact again
     */
    Mono<Void> publish(String topic, String key, SpecificRecord fact, Map<String, String> headers);
}
