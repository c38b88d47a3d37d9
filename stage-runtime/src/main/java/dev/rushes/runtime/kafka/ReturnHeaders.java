package dev.rushes.runtime.kafka;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.engine.Letter;
import dev.rushes.runtime.engine.Origin;
import dev.rushes.runtime.engine.Tries;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.FailureKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.springframework.kafka.retrytopic.RetryTopicHeaders;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * Headers of records that go to a retry or dead-letter topic: those of the original, byte for byte, then Spring Kafka's contract, so that
 * existing tools understand them, then our own. The first "original" is kept, the last "exception" replaces the one before; nothing is
 * appended, so that a record that travels often does not grow. {@code traceparent} of a retry names the try before it, so that the spans of
 * all tries form a chain; a dead letter keeps what its record had.
 */
final class ReturnHeaders {
    static final String STAGE = "rushes-stage";
    static final String DUE = "rushes-due";
    static final String ATTEMPT = "rushes-attempt";
    static final String POSTPONEMENTS = "rushes-postponements";
    static final String FAILING_SINCE = "rushes-failing-since";
    static final String FIRST_TRACEPARENT = "rushes-first-traceparent";
    static final String ERROR_CLASS = "rushes-error-class";
    static final String ERROR_KIND = "rushes-error-kind";
    static final String RETRYABLE = "rushes-retryable";
    /** How many bytes the record had, if it had too many for a letter: then the letter has the first of them only. */
    static final String CUT_FROM = "rushes-cut-from";

    private static final List<String> OF_EARLIER_RETURNS = List.of(
            KafkaHeaders.ORIGINAL_TOPIC,
            KafkaHeaders.ORIGINAL_PARTITION,
            KafkaHeaders.ORIGINAL_OFFSET,
            KafkaHeaders.ORIGINAL_TIMESTAMP,
            KafkaHeaders.ORIGINAL_TIMESTAMP_TYPE,
            KafkaHeaders.ORIGINAL_CONSUMER_GROUP,
            KafkaHeaders.DLT_ORIGINAL_TOPIC,
            KafkaHeaders.DLT_ORIGINAL_PARTITION,
            KafkaHeaders.DLT_ORIGINAL_OFFSET,
            KafkaHeaders.DLT_ORIGINAL_TIMESTAMP,
            KafkaHeaders.DLT_ORIGINAL_TIMESTAMP_TYPE,
            KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP,
            RetryTopicHeaders.DEFAULT_HEADER_ORIGINAL_TIMESTAMP,
            FAILING_SINCE,
            FIRST_TRACEPARENT);
    private static final int MAX_MESSAGE = 2_000;
    private static final int MAX_TRACE = 4_000;

    private ReturnHeaders() {}

    /** What the headers of a record of a retry topic say; whatever is missing or malformed is as if it came for the first time. */
    record Returned(Origin origin, Tries tries, Instant due) {}

    static Returned returned(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        Tries tries = new Tries(
                count(headers, ATTEMPT, 1),
                count(headers, POSTPONEMENTS, 0),
                FactHeaders.number(headers, FAILING_SINCE).map(Instant::ofEpochMilli));
        Instant due = Instant.ofEpochMilli(FactHeaders.number(headers, DUE).orElse(0L));
        return new Returned(originOf(record), tries, due);
    }

    private static int count(Headers headers, String name, int least) {
        long value = FactHeaders.number(headers, name).orElse((long) least);
        return Math.clamp(value, least, 1_000_000);
    }

    /** Where a record was before its first return. */
    private static Origin originOf(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        Optional<String> topic = FactHeaders.text(headers, KafkaHeaders.ORIGINAL_TOPIC);
        Optional<ByteBuffer> partition = buffer(headers, KafkaHeaders.ORIGINAL_PARTITION, Integer.BYTES);
        Optional<ByteBuffer> offset = buffer(headers, KafkaHeaders.ORIGINAL_OFFSET, Long.BYTES);
        return topic.isPresent() && partition.isPresent() && offset.isPresent()
                ? new Origin(topic.get(), partition.get().getInt(), offset.get().getLong())
                : new Origin(record.topic(), record.partition(), record.offset());
    }

    private static Optional<ByteBuffer> buffer(Headers headers, String name, int length) {
        org.apache.kafka.common.header.Header header = headers.lastHeader(name);
        return header == null || header.value() == null || header.value().length != length
                ? Optional.empty()
                : Optional.of(ByteBuffer.wrap(header.value()));
    }

    static Headers again(ConsumerRecord<byte[], byte[]> record, Letter.Again letter) {
        Headers headers = copy(record, letter.stage());
        Tries next = letter.next();
        putIfAbsent(headers, KafkaHeaders.ORIGINAL_TOPIC, utf8(record.topic()));
        putIfAbsent(headers, KafkaHeaders.ORIGINAL_PARTITION, bytes(record.partition()));
        putIfAbsent(headers, KafkaHeaders.ORIGINAL_OFFSET, bytes(record.offset()));
        putIfAbsent(headers, KafkaHeaders.ORIGINAL_TIMESTAMP, bytes(record.timestamp()));
        putIfAbsent(
                headers,
                KafkaHeaders.ORIGINAL_TIMESTAMP_TYPE,
                utf8(record.timestampType().toString()));
        putIfAbsent(headers, KafkaHeaders.ORIGINAL_CONSUMER_GROUP, utf8(record.topic()));
        letter.why().ifPresent(why -> {
            FactHeaders.put(
                    headers, KafkaHeaders.EXCEPTION_FQCN, why.code().getClass().getName());
            FactHeaders.put(headers, KafkaHeaders.EXCEPTION_MESSAGE, message(why));
            blame(headers, why);
        });
        FactHeaders.put(headers, RetryTopicHeaders.DEFAULT_HEADER_ATTEMPTS, bytes(next.attempt()));
        FactHeaders.put(headers, RetryTopicHeaders.DEFAULT_HEADER_BACKOFF_TIMESTAMP, epochMillis(letter.due()));
        putIfAbsent(
                headers,
                RetryTopicHeaders.DEFAULT_HEADER_ORIGINAL_TIMESTAMP,
                epochMillis(Instant.ofEpochMilli(record.timestamp())));
        FactHeaders.put(headers, DUE, Long.toString(letter.due().toEpochMilli()));
        FactHeaders.put(headers, ATTEMPT, Integer.toString(next.attempt()));
        FactHeaders.put(headers, POSTPONEMENTS, Integer.toString(next.postponements()));
        next.failingSince()
                .ifPresent(since -> FactHeaders.put(headers, FAILING_SINCE, Long.toString(since.toEpochMilli())));
        String span = letter.delivery().envelope().trace().traceparent();
        org.apache.kafka.common.header.Header first = headers.lastHeader(FactHeaders.TRACEPARENT);
        putIfAbsent(headers, FIRST_TRACEPARENT, first == null || first.value() == null ? utf8(span) : first.value());
        FactHeaders.put(headers, FactHeaders.TRACEPARENT, span);
        FactHeaders.put(headers, STAGE, letter.stage().label());
        letter.about().ifPresent(ticket -> FactHeaders.putAll(headers, FactHeaders.ofReturn(ticket)));
        return headers;
    }

    static Headers dead(ConsumerRecord<byte[], byte[]> record, Letter.Dead letter) {
        Headers headers = copy(record, letter.stage());
        original(headers, record);
        Throwable cause = letter.cause().orElse(null);
        Class<?> error = cause == null ? letter.why().code().getClass() : cause.getClass();
        FactHeaders.put(headers, KafkaHeaders.DLT_EXCEPTION_FQCN, error.getName());
        FactHeaders.put(headers, KafkaHeaders.DLT_EXCEPTION_MESSAGE, message(letter.why()));
        headers.remove(KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN);
        headers.remove(KafkaHeaders.DLT_EXCEPTION_STACKTRACE);
        if (cause != null) {
            FactHeaders.put(headers, KafkaHeaders.DLT_EXCEPTION_STACKTRACE, stackTrace(cause));
            if (cause.getCause() != null) {
                FactHeaders.put(
                        headers,
                        KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN,
                        cause.getCause().getClass().getName());
            }
        }
        int attempt = letter.delivery().envelope().tries().attempt();
        FactHeaders.put(headers, RetryTopicHeaders.DEFAULT_HEADER_ATTEMPTS, bytes(attempt));
        FactHeaders.put(headers, ATTEMPT, Integer.toString(attempt));
        headers.remove(DUE);
        putIfAbsent(
                headers,
                FactHeaders.TRACEPARENT,
                utf8(letter.delivery().envelope().trace().traceparent()));
        FactHeaders.put(headers, STAGE, letter.stage().label());
        blame(headers, letter.why());
        letter.about().ifPresent(ticket -> FactHeaders.putAll(headers, FactHeaders.ofReturn(ticket)));
        letter.delivery()
                .envelope()
                .jobId()
                .ifPresent(job -> putIfAbsent(headers, FactHeaders.JOB_ID, utf8(job.toString())));
        return headers;
    }

    /** What a record of the stage's own topic says about earlier returns is not true of this one: it was replayed, or comes from elsewhere. */
    private static Headers copy(ConsumerRecord<byte[], byte[]> record, FlowStage stage) {
        Headers headers = new RecordHeaders(record.headers());
        if (record.topic().equals(stage.topic())) {
            OF_EARLIER_RETURNS.forEach(headers::remove);
        }
        return headers;
    }

    /** Coordinates before the first retry, if there was one, so that a replay goes to the stage's own topic. */
    private static void original(Headers headers, ConsumerRecord<byte[], byte[]> record) {
        copyOr(headers, KafkaHeaders.ORIGINAL_TOPIC, KafkaHeaders.DLT_ORIGINAL_TOPIC, utf8(record.topic()));
        copyOr(
                headers,
                KafkaHeaders.ORIGINAL_PARTITION,
                KafkaHeaders.DLT_ORIGINAL_PARTITION,
                bytes(record.partition()));
        copyOr(headers, KafkaHeaders.ORIGINAL_OFFSET, KafkaHeaders.DLT_ORIGINAL_OFFSET, bytes(record.offset()));
        copyOr(
                headers,
                KafkaHeaders.ORIGINAL_TIMESTAMP,
                KafkaHeaders.DLT_ORIGINAL_TIMESTAMP,
                bytes(record.timestamp()));
        copyOr(
                headers,
                KafkaHeaders.ORIGINAL_TIMESTAMP_TYPE,
                KafkaHeaders.DLT_ORIGINAL_TIMESTAMP_TYPE,
                utf8(record.timestampType().toString()));
        putIfAbsent(headers, KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP, utf8(record.topic()));
    }

    private static void copyOr(Headers headers, String from, String to, byte[] otherwise) {
        org.apache.kafka.common.header.Header first = headers.lastHeader(from);
        putIfAbsent(headers, to, first == null ? otherwise : first.value());
    }

    private static void blame(Headers headers, Failure why) {
        FailureKind kind = why.code().kind();
        FactHeaders.put(headers, ERROR_CLASS, why.code().name());
        FactHeaders.put(headers, ERROR_KIND, kind.name());
        FactHeaders.put(
                headers, RETRYABLE, Boolean.toString(kind != FailureKind.INPUT && kind != FailureKind.CANCELLED));
    }

    private static String message(Failure why) {
        return cut(why.code().name() + ": " + why.message(), MAX_MESSAGE);
    }

    private static String stackTrace(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return cut(text.toString(), MAX_TRACE);
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }

    private static void putIfAbsent(Headers headers, String name, byte[] value) {
        if (headers.lastHeader(name) == null) {
            headers.add(name, value);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static byte[] epochMillis(Instant instant) {
        return BigInteger.valueOf(instant.toEpochMilli()).toByteArray();
    }
}
