package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.Letter;
import dev.rushes.runtime.engine.Tries;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.FailureKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.springframework.kafka.retrytopic.RetryTopicHeaders;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * Headers of records that go to a retry or dead-letter topic: those of the original, byte for byte, then Spring Kafka's contract, so that
 * existing tools understand them, then our own. The first "original" is kept, the last "exception" replaces the one before; nothing is
 * appended, so that a record that travels often does not grow.
 */
final class ReturnHeaders {
    static final String STAGE = "rushes-stage";
    static final String DUE = "rushes-due";
    static final String ATTEMPT = "rushes-attempt";
    static final String POSTPONEMENTS = "rushes-postponements";
    static final String ERROR_CLASS = "rushes-error-class";
    static final String RETRYABLE = "rushes-retryable";

    private static final int MAX_MESSAGE = 2_000;
    private static final int MAX_TRACE = 4_000;

    private ReturnHeaders() {}

    /** Where a record was when it failed for the first time. */
    record Original(String topic, int partition) {}

    static Original originalOf(ConsumerRecord<byte[], byte[]> record) {
        Optional<String> topic = FactHeaders.text(record.headers(), KafkaHeaders.ORIGINAL_TOPIC);
        org.apache.kafka.common.header.Header partition = record.headers().lastHeader(KafkaHeaders.ORIGINAL_PARTITION);
        return topic.isPresent()
                        && partition != null
                        && partition.value() != null
                        && partition.value().length == Integer.BYTES
                ? new Original(topic.get(), ByteBuffer.wrap(partition.value()).getInt())
                : new Original(record.topic(), record.partition());
    }

    static Headers again(ConsumerRecord<byte[], byte[]> record, Letter.Again letter) {
        Headers headers = new RecordHeaders(record.headers());
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
        FactHeaders.put(headers, STAGE, letter.stage().label());
        letter.about().ifPresent(ticket -> FactHeaders.about(headers, ticket));
        return headers;
    }

    static Headers dead(ConsumerRecord<byte[], byte[]> record, Letter.Dead letter) {
        Headers headers = new RecordHeaders(record.headers());
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
        FactHeaders.put(headers, STAGE, letter.stage().label());
        blame(headers, letter.why());
        letter.about().ifPresent(ticket -> FactHeaders.about(headers, ticket));
        letter.delivery()
                .envelope()
                .jobId()
                .ifPresent(job -> putIfAbsent(headers, FactHeaders.JOB_ID, utf8(job.toString())));
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
