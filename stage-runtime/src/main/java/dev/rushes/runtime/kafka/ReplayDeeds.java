package dev.rushes.runtime.kafka;

import dev.rushes.events.JobRequested;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.deadletters.DeadLetter;
import dev.rushes.runtime.engine.UnreadableRecord;
import dev.rushes.runtime.wire.EventIds;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What a replay does to Kafka. Nothing happens before the subscription. */
final class ReplayDeeds {
    private final Courier courier;
    private final FactPublisher facts;
    private final FactSerde serde;
    private final Scheduler workers;

    ReplayDeeds(Courier courier, FactPublisher facts, FactSerde serde, Scheduler workers) {
        this.courier = courier;
        this.facts = facts;
        this.serde = serde;
        this.workers = workers;
    }

    /**
     * Sends a letter's key, value and headers to the topic of the stage that gave it up: whatever the headers claim, that is where it came
     * from. It goes to its old partition, if that is known and still exists.
     */
    Mono<Void> copy(ReplayPicks.Pick.Found found, int cycle) {
        return courier.send(() -> {
            ConsumerRecord<byte[], byte[]> letter = found.record();
            String topic = found.place().stage().topic();
            return new ProducerRecord<>(
                    topic,
                    partition(found.letter(), topic).orElse(null),
                    letter.key(),
                    letter.value(),
                    ReplayHeaders.of(letter, cycle));
        });
    }

    /** The request that a letter holds; empty if it holds none of that job. */
    Mono<JobRequested> request(ReplayPicks.Pick.Found found, UUID job) {
        return Mono.fromCallable(() ->
                        decoded(found).filter(request -> request.getJobId().equals(job)))
                .subscribeOn(workers)
                .flatMap(Mono::justOrEmpty);
    }

    /** Asks for a run of a job in the words of that request. To ask twice has the effect of once. */
    Mono<Void> ask(JobRequested request, int run) {
        UUID job = request.getJobId();
        JobRequested next = JobRequested.newBuilder(request)
                .setRun(run)
                .setEventId(EventIds.of(job, run, FlowStage.UPLOAD, "job-requested"))
                .build();
        return facts.publish(FlowStage.UPLOAD.topic(), job.toString(), next, Map.of());
    }

    private Optional<JobRequested> decoded(ReplayPicks.Pick.Found found) {
        ConsumerRecord<byte[], byte[]> letter = found.record();
        if (found.place().stage() != FlowStage.UPLOAD) {
            return Optional.empty();
        }
        try {
            SpecificRecord fact = serde.decode(letter.topic(), letter.headers(), letter.value());
            return fact instanceof JobRequested request ? Optional.of(request) : Optional.empty();
        } catch (UnreadableRecord stillUnreadable) {
            return Optional.empty();
        }
    }

    private Optional<Integer> partition(DeadLetter letter, String topic) {
        return letter.origin()
                .filter(origin -> origin.topic().equals(topic))
                .map(DeadLetter.Origin::partition)
                .filter(number -> number >= 0 && number < courier.partitionsOf(topic));
    }
}
