package dev.rushes.runtime.kafka;

import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.springframework.kafka.retrytopic.RetryTopicHeaders;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * Headers of a record that is sent again: those of the dead letter, byte for byte and in their order, without what the failure added
 * (attempts, due times, the error). Where it came from first and the job's trace stay.
 */
final class ReplayHeaders {
    /** How many times the record has been replayed; decimal digits. */
    static final String CYCLE = "rushes-replay-cycle";

    private static final Set<String> OF_THE_FAILURE = Set.of(
            KafkaHeaders.DLT_EXCEPTION_FQCN,
            KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN,
            KafkaHeaders.DLT_EXCEPTION_MESSAGE,
            KafkaHeaders.DLT_EXCEPTION_STACKTRACE,
            KafkaHeaders.DLT_KEY_EXCEPTION_FQCN,
            KafkaHeaders.DLT_KEY_EXCEPTION_MESSAGE,
            KafkaHeaders.DLT_KEY_EXCEPTION_STACKTRACE,
            KafkaHeaders.EXCEPTION_FQCN,
            KafkaHeaders.EXCEPTION_CAUSE_FQCN,
            KafkaHeaders.EXCEPTION_MESSAGE,
            KafkaHeaders.EXCEPTION_STACKTRACE,
            KafkaHeaders.KEY_EXCEPTION_FQCN,
            KafkaHeaders.KEY_EXCEPTION_MESSAGE,
            KafkaHeaders.KEY_EXCEPTION_STACKTRACE,
            RetryTopicHeaders.DEFAULT_HEADER_ATTEMPTS,
            RetryTopicHeaders.DEFAULT_HEADER_BACKOFF_TIMESTAMP,
            ReturnHeaders.ATTEMPT,
            ReturnHeaders.DUE,
            ReturnHeaders.POSTPONEMENTS,
            ReturnHeaders.FAILING_SINCE,
            ReturnHeaders.ERROR_CLASS,
            ReturnHeaders.ERROR_KIND,
            ReturnHeaders.RETRYABLE);

    private ReplayHeaders() {}

    static Headers of(ConsumerRecord<byte[], byte[]> letter, int cycle) {
        Headers headers = new RecordHeaders();
        for (Header header : letter.headers()) {
            if (!OF_THE_FAILURE.contains(header.key())) {
                headers.add(header);
            }
        }
        FactHeaders.put(headers, CYCLE, Integer.toString(cycle));
        return headers;
    }
}
