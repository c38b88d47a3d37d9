package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.Trace;
import dev.rushes.runtime.stage.JobTicket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

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

    private static final Header SPEC_VERSION = header("ce_specversion", "1.0");
    private static final Header SOURCE = header("ce_source", "/rushes");
    private static final Header CONTENT_TYPE = header("content-type", "application/avro");
    /** What is the same for all facts of a type. */
    private static final Map<Class<?>, Described> TYPES = new ConcurrentHashMap<>();

    private static final int MOST_DIGITS = 18;

    private FactHeaders() {}

    /** @param id places of the fields that may name a fact, best first; {@code time} likewise */
    private record Described(Header type, int[] id, int[] time) {
        static Described of(Schema schema) {
            return new Described(
                    header("ce_type", schema.getFullName()),
                    places(schema, "eventId", "commandId"),
                    places(schema, "occurredAt", "requestedAt", "issuedAt"));
        }

        private static int[] places(Schema schema, String... names) {
            return Stream.of(names)
                    .map(schema::getField)
                    .filter(Objects::nonNull)
                    .mapToInt(Schema.Field::pos)
                    .toArray();
        }
    }

    /** What is said of every fact. */
    static List<Header> of(String key, SpecificRecord fact, Trace trace) {
        Described type = TYPES.computeIfAbsent(fact.getClass(), its -> Described.of(fact.getSchema()));
        Object id = value(fact, type.id());
        Object time = value(fact, type.time());
        return List.of(
                SPEC_VERSION,
                header("ce_id", (id == null ? UUID.randomUUID() : id).toString()),
                SOURCE,
                type.type(),
                header("ce_time", time instanceof Instant at ? InstantText.of(at) : text(time)),
                header("ce_subject", key),
                CONTENT_TYPE,
                header(TRACEPARENT, trace.traceparent()));
    }

    private static String text(@Nullable Object time) {
        return (time == null ? Instant.now() : time).toString();
    }

    private static @Nullable Object value(SpecificRecord fact, int[] places) {
        for (int place : places) {
            Object value = fact.get(place);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** What is said of an event's job: whose it is, so that a reader may pass over the events of others. The key is the job's id, and the value says the rest. */
    static List<Header> ofEvent(String tenant) {
        return List.of(header(TENANT, tenant));
    }

    /** What is said of the job of a record that a stage takes: what decides about its place in the queue before it is decoded. The key is the job's id. */
    static List<Header> ofFact(JobTicket ticket) {
        return List.of(
                header(RUN, Integer.toString(ticket.run())),
                header(TENANT, ticket.tenant()),
                header(PRIORITY, ticket.priority().name()));
    }

    /** What is said of the job of a record that comes back or is given up, whatever its key is. */
    static List<Header> ofReturn(JobTicket ticket) {
        List<Header> all = new ArrayList<>(ofFact(ticket));
        all.add(header(JOB_ID, ticket.jobId().toString()));
        return all;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Sets headers; older ones of those names are replaced. */
    static void putAll(Headers headers, List<Header> all) {
        all.forEach(header -> put(headers, header.key(), header.value()));
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

    /** The last header of that name, as a decimal number of at most 18 digits; empty if it is none. */
    static Optional<Long> number(Headers headers, String name) {
        return text(headers, name).flatMap(FactHeaders::number);
    }

    /** A decimal number of at most 18 digits; empty if it is none. */
    static Optional<Long> number(String text) {
        int sign = text.startsWith("-") ? 1 : 0;
        int digits = text.length() - sign;
        if (digits < 1 || digits > MOST_DIGITS) {
            return Optional.empty();
        }
        for (int place = sign; place < text.length(); place++) {
            char digit = text.charAt(place);
            if (digit < '0' || digit > '9') {
                return Optional.empty();
            }
        }
        return Optional.of(Long.valueOf(text));
    }
}
