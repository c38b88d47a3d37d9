package dev.rushes.runtime.kafka;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.deadletters.DeadLetter;
import dev.rushes.runtime.deadletters.LetterPlace;
import dev.rushes.runtime.rules.FailureFingerprint;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.springframework.kafka.support.KafkaHeaders;

/** Reads the outside of dead letters: ours, those of older versions, and whatever else somebody put there. Never fails on what it finds. */
final class LetterReader {
    private static final String NO_CODE = "UNKNOWN";
    private static final int MOST_ATTEMPTS = 1_000_000;

    private final ReplayMarks marks;

    LetterReader(ReplayMarks marks) {
        this.marks = marks;
    }

    static TopicPartition partition(LetterPlace place) {
        return new TopicPartition(place.stage().deadLetterTopic(), place.partition());
    }

    /** The stage whose dead letters a topic holds. */
    static FlowStage stageOf(String topic) {
        for (FlowStage stage : FlowStage.values()) {
            if (stage.deadLetterTopic().equals(topic)) {
                return stage;
            }
        }
        throw new IllegalArgumentException("Expected a topic of dead letters, but got " + topic);
    }

    static LetterPlace place(ConsumerRecord<byte[], byte[]> record) {
        return new LetterPlace(stageOf(record.topic()), record.partition(), record.offset());
    }

    DeadLetter read(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        LetterPlace place = place(record);
        return new DeadLetter(
                place,
                Instant.ofEpochMilli(record.timestamp()),
                origin(headers),
                new DeadLetter.Subject(
                        FactHeaders.text(headers, FactHeaders.JOB_ID).flatMap(LetterReader::uuid),
                        count(headers, FactHeaders.RUN),
                        FactHeaders.text(headers, FactHeaders.TENANT)),
                cause(place.stage(), headers),
                KafkaDelivery.size(record),
                marks.replays(place),
                count(headers, ReplayHeaders.CYCLE).orElse(0));
    }

    private static DeadLetter.Cause cause(FlowStage stage, Headers headers) {
        String code = FactHeaders.text(headers, ReturnHeaders.ERROR_CLASS).orElse(NO_CODE);
        String message =
                FactHeaders.text(headers, KafkaHeaders.DLT_EXCEPTION_MESSAGE).orElse("");
        String sentence = message.startsWith(code + ": ") ? message.substring(code.length() + 2) : message;
        Optional<String> frame =
                FactHeaders.text(headers, KafkaHeaders.DLT_EXCEPTION_STACKTRACE).flatMap(FailureFingerprint::topFrame);
        return new DeadLetter.Cause(
                code,
                FactHeaders.text(headers, ReturnHeaders.ERROR_KIND),
                FactHeaders.text(headers, ReturnHeaders.RETRYABLE)
                        .filter(word -> word.equals("true") || word.equals("false"))
                        .map(Boolean::valueOf),
                sentence,
                count(headers, ReturnHeaders.ATTEMPT).orElse(1),
                FailureFingerprint.of(stage.label(), code, sentence, frame));
    }

    private static Optional<DeadLetter.Origin> origin(Headers headers) {
        Optional<Integer> partition = bytes(headers, KafkaHeaders.DLT_ORIGINAL_PARTITION, Integer.BYTES)
                .map(ByteBuffer::getInt);
        Optional<Long> offset =
                bytes(headers, KafkaHeaders.DLT_ORIGINAL_OFFSET, Long.BYTES).map(ByteBuffer::getLong);
        Optional<Instant> timestamp = bytes(headers, KafkaHeaders.DLT_ORIGINAL_TIMESTAMP, Long.BYTES)
                .map(ByteBuffer::getLong)
                .flatMap(LetterReader::instant);
        return FactHeaders.text(headers, KafkaHeaders.DLT_ORIGINAL_TOPIC)
                .flatMap(topic -> partition.map(number -> new DeadLetter.Origin(topic, number, offset, timestamp)));
    }

    private static Optional<ByteBuffer> bytes(Headers headers, String name, int length) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null || header.value().length != length
                ? Optional.empty()
                : Optional.of(ByteBuffer.wrap(header.value()));
    }

    private static Optional<Integer> count(Headers headers, String name) {
        return FactHeaders.number(headers, name).map(number -> Math.clamp(number, 0, MOST_ATTEMPTS));
    }

    private static Optional<Instant> instant(long millis) {
        try {
            return Optional.of(Instant.ofEpochMilli(millis));
        } catch (DateTimeException outOfRange) {
            return Optional.empty();
        }
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
