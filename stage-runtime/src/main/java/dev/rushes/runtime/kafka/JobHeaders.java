package dev.rushes.runtime.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a record say of its job, found in one pass over them: of two with one name the last counts.
 *
 * @param bytes size of all headers: characters of their names and bytes of their values
 */
record JobHeaders(
        @Nullable String traceparent,
        @Nullable String run,
        @Nullable String tenant,
        @Nullable String priority,
        int bytes) {

    static JobHeaders of(Headers headers) {
        String traceparent = null;
        String run = null;
        String tenant = null;
        String priority = null;
        int bytes = 0;
        for (Header header : headers) {
            String name = header.key();
            byte[] value = header.value();
            bytes += name.length() + (value == null ? 0 : value.length);
            switch (name) {
                case FactHeaders.TRACEPARENT -> traceparent = text(value);
                case FactHeaders.RUN -> run = text(value);
                case FactHeaders.TENANT -> tenant = text(value);
                case FactHeaders.PRIORITY -> priority = text(value);
                default -> {}
            }
        }
        return new JobHeaders(traceparent, run, tenant, priority, bytes);
    }

    private static @Nullable String text(byte @Nullable [] value) {
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }
}
