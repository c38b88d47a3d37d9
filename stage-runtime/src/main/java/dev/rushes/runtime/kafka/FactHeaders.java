package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.Trace;
import dev.rushes.runtime.stage.JobTicket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Headers of everything that Rushes emits: CloudEvents 1.0 in binary mode, W3C trace context, and what a reader wants to know of the job
 * without decoding the value.
 */
final class FactHeaders {
    static final String TRACEPARENT = "traceparent";
    static final String JOB_ID = "rushes-job-id";
    static final String RUN = "rushes-run";
    static final String TENANT = "rushes-tenant";
    static final String PRIORITY = "rushes-priority";

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

    private FactHeaders() {}

    static void describe(Headers headers, String key, SpecificRecord fact, Trace trace) {
        put(headers, "ce_specversion", "1.0");
        put(headers, "ce_id", field(fact, "eventId", "commandId").orElseGet(() -> UUID.randomUUID()
                .toString()));
        put(headers, "ce_source", "/rushes");
        put(headers, "ce_type", fact.getSchema().getFullName());
        put(
                headers,
                "ce_time",
                field(fact, "occurredAt", "requestedAt", "issuedAt")
                        .orElseGet(() -> Instant.now().toString()));
        put(headers, "ce_subject", key);
        put(headers, "content-type", "application/avro");
        put(headers, TRACEPARENT, trace.traceparent());
    }

    static void about(Headers headers, JobTicket ticket) {
        put(headers, JOB_ID, ticket.jobId().toString());
        put(headers, RUN, Integer.toString(ticket.run()));
        put(headers, TENANT, ticket.tenant());
        put(headers, PRIORITY, ticket.priority().name());
    }

    /** Sets a header; an older one of that name is replaced. */
    static void put(Headers headers, String name, String value) {
        put(headers, name, value.getBytes(StandardCharsets.UTF_8));
    }

    static void put(Headers headers, String name, byte[] value) {
        // To look is cheaper than to remove what is not there.
        if (headers.lastHeader(name) != null) {
            Headers unused = headers.remove(name);
        }
        Headers unused = headers.add(name, value);
    }

    /** The last header of that name, as UTF-8. */
    static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    /** The last header of that name, as a decimal number; empty if it is none. */
    static Optional<Long> number(Headers headers, String name) {
        return text(headers, name)
                .filter(text -> NUMBER.matcher(text).matches())
                .map(Long::valueOf);
    }

    private static Optional<String> field(SpecificRecord fact, String... names) {
        for (String name : names) {
            Schema.Field field = fact.getSchema().getField(name);
            if (field != null && fact.get(field.pos()) != null) {
                return Optional.of(fact.get(field.pos()).toString());
            }
        }
        return Optional.empty();
    }
}
