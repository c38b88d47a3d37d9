package dev.rushes.ingest.webhooks.store;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** Columns and parameters that may be null. */
final class Rows {
    private Rows() {}

    static <T> T value(Readable row, String name, Class<T> type) {
        return Objects.requireNonNull(row.get(name, type), name);
    }

    static <T> Optional<T> optional(Readable row, String name, Class<T> type) {
        return Optional.ofNullable(row.get(name, type));
    }

    static Instant instant(Readable row, String name) {
        return value(row, name, OffsetDateTime.class).toInstant();
    }

    static Optional<Instant> optionalInstant(Readable row, String name) {
        return optional(row, name, OffsetDateTime.class).map(OffsetDateTime::toInstant);
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static <T> GenericExecuteSpec bind(GenericExecuteSpec statement, String name, Optional<T> value, Class<T> type) {
        return value.map(present -> statement.bind(name, present)).orElseGet(() -> statement.bindNull(name, type));
    }

    static GenericExecuteSpec bindTime(GenericExecuteSpec statement, String name, Optional<Instant> value) {
        return bind(statement, name, value.map(Rows::time), OffsetDateTime.class);
    }
}
