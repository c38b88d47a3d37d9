package dev.rushes.campaigns.dump;

import dev.rushes.campaigns.dump.LogRecord.Header;
import dev.rushes.campaigns.dump.LogRecord.Raw;
import dev.rushes.campaigns.dump.LogRecord.Return;
import dev.rushes.campaigns.plan.PlannedJob;
import dev.rushes.campaigns.stub.EffectKey;
import dev.rushes.events.ChunkAnalyzed;
import dev.rushes.events.ChunkStored;
import dev.rushes.events.ControlCommand;
import dev.rushes.events.JobEvent;
import dev.rushes.events.JobRequested;
import dev.rushes.events.MediaStored;
import dev.rushes.events.SplitFinished;
import dev.rushes.events.StageName;
import dev.rushes.events.StoredObject;
import dev.rushes.events.TimelineAssembled;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.kafka.FixedRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record of Kafka → what a checker sees of it. It knows the headers by their names, as any tool outside would. */
public final class RecordReader {
    private final FixedRegistry.Decoder decoder = new FixedRegistry.Decoder();

    public LogRecord read(ConsumerRecord<byte[], byte[]> record, boolean withBytes) {
        return new LogRecord(
                new Place(record.topic(), record.partition(), record.offset()),
                record.timestamp(),
                content(record.topic(), record.value()),
                returned(record),
                withBytes ? Optional.of(raw(record)) : Optional.empty());
    }

    public Content content(String topic, byte @Nullable [] value) {
        if (value == null || value.length < 5) {
            return new Content.Unreadable();
        }
        try {
            return content(decoder.deserialize(topic, value));
        } catch (RuntimeException noFact) {
            return new Content.Unreadable();
        }
    }

    private static Content content(Object fact) {
        return switch (fact) {
            case JobRequested its -> new Content.Request(its.getJobId());
            case MediaStored its ->
                fact("MediaStored", its.getJob().getId(), FlowStage.UPLOAD, "", its.getEventId(), its.getMedia());
            case ChunkStored its ->
                fact(
                        "ChunkStored",
                        its.getJob().getId(),
                        FlowStage.SPLIT,
                        PlannedJob.chunkName(its.getIndex()),
                        its.getEventId(),
                        its.getChunk());
            case SplitFinished its ->
                fact("SplitFinished", its.getJob().getId(), FlowStage.SPLIT, "", its.getEventId(), its.getMedia());
            case ChunkAnalyzed its ->
                fact(
                        "ChunkAnalyzed",
                        its.getJob().getId(),
                        FlowStage.ANALYSIS,
                        PlannedJob.chunkName(its.getIndex()),
                        its.getEventId(),
                        its.getFindings());
            case TimelineAssembled its ->
                fact(
                        "TimelineAssembled",
                        its.getJob().getId(),
                        FlowStage.TIMELINE,
                        "",
                        its.getEventId(),
                        its.getTimeline());
            case JobEvent its -> event(its);
            case ControlCommand its -> new Content.Command();
            default -> new Content.Unreadable();
        };
    }

    private static Content fact(
            String type, UUID job, FlowStage stage, String unit, UUID id, @Nullable StoredObject object) {
        return new Content.Fact(type, new EffectKey(job, stage, unit), id, object == null ? "" : object.getKey());
    }

    private static Content event(JobEvent event) {
        StageName stage = event.getStage();
        return new Content.Event(
                event.getType().name(),
                event.getJobId(),
                stage == null || stage == StageName.UNKNOWN
                        ? Optional.empty()
                        : Optional.of(FlowStage.valueOf(stage.name())),
                event.getUnit() == null ? "" : event.getUnit(),
                event.getEventId(),
                event.getFilms().isEmpty()
                        ? ""
                        : event.getFilms().getFirst().getObject().getKey(),
                event.getFailure() == null ? "" : event.getFailure().getCode());
    }

    private static Optional<Return> returned(ConsumerRecord<byte[], byte[]> record) {
        String prefix = record.topic().endsWith("-dlt")
                ? "kafka_dlt-original-"
                : record.topic().endsWith("-retry") ? "kafka_original-" : "";
        byte[] topic = prefix.isEmpty() ? null : header(record, prefix + "topic");
        byte[] partition = header(record, prefix + "partition");
        byte[] offset = header(record, prefix + "offset");
        if (topic == null || partition == null || offset == null) {
            return Optional.empty();
        }
        Place origin = new Place(
                new String(topic, StandardCharsets.UTF_8),
                ByteBuffer.wrap(partition).getInt(),
                ByteBuffer.wrap(offset).getLong());
        return Optional.of(new Return(
                origin,
                (int) number(record, "rushes-attempt"),
                (int) number(record, "rushes-postponements"),
                number(record, "rushes-due"),
                text(record, "rushes-error-class"),
                header(record, "rushes-continuation") != null));
    }

    private static long number(ConsumerRecord<byte[], byte[]> record, String name) {
        String text = text(record, name);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        byte[] value = header(record, name);
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : header.value();
    }

    private static Raw raw(ConsumerRecord<byte[], byte[]> record) {
        List<Header> headers = new ArrayList<>();
        record.headers()
                .forEach(header -> headers.add(
                        new Header(header.key(), text(header.value()).orElse(""))));
        return new Raw(text(record.key()), text(record.value()), headers);
    }

    private static Optional<String> text(byte @Nullable [] bytes) {
        return bytes == null ? Optional.empty() : Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
    }
}
