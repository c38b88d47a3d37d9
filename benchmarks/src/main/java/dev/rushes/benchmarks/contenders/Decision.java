package dev.rushes.benchmarks.contenders;

import dev.rushes.events.Job;
import dev.rushes.events.MediaStored;
import dev.rushes.events.Rational;
import dev.rushes.events.SplitFinished;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.kafka.FixedRegistry;
import dev.rushes.runtime.wire.EventIds;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What every peer does by hand between a record and the next: decode, decide, encode. The runtime's stage does the same through its wire. */
final class Decision {
    static final FlowStage STAGE = FlowStage.SPLIT;
    static final String INPUT = STAGE.topic();
    static final String OUTPUT = FlowStage.TIMELINE.topic();

    private final FixedRegistry.Encoder encoder = new FixedRegistry.Encoder();
    private final FixedRegistry.Decoder decoder = new FixedRegistry.Decoder();

    MediaStored decode(ConsumerRecord<byte[], byte[]> record) {
        return (MediaStored) decoder.deserialize(record.topic(), record.value());
    }

    ProducerRecord<byte[], byte[]> decide(ConsumerRecord<byte[], byte[]> record, MediaStored fact) {
        return new ProducerRecord<>(OUTPUT, record.key(), encoder.serialize(OUTPUT, decide(fact)));
    }

    private static SplitFinished decide(MediaStored fact) {
        UUID id = EventIds.of(fact.getJob().getId(), fact.getJob().getRun(), STAGE, "split");
        return decide(fact, id, fact.getJob(), Instant.now());
    }

    static SplitFinished decide(MediaStored fact, UUID id, Job job, Instant now) {
        return SplitFinished.newBuilder()
                .setEventId(id)
                .setOccurredAt(now)
                .setJob(job)
                .setMedia(fact.getMedia())
                .setInfo(fact.getInfo())
                .setVideoChunks(1)
                .setAudioChunks(1)
                .setDuration(new Rational(3_600_000L, 1_000L))
                .setFilename(fact.getFilename())
                .build();
    }
}
