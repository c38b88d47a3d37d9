package dev.rushes.ingest.ledger;

import dev.rushes.media.value.Rational;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;

/** Reads columns by name. */
final class Columns {
    private Columns() {}

    /** The value of a column that is never null. */
    static <T> T value(Readable row, String name, Class<T> type) {
        return Objects.requireNonNull(row.get(name, type), name);
    }

    static Optional<String> text(Readable row, String name) {
        return Optional.ofNullable(row.get(name, String.class));
    }

    static Instant instant(Readable row, String name) {
        return value(row, name, OffsetDateTime.class).toInstant();
    }

    static Optional<Instant> optionalInstant(Readable row, String name) {
        return Optional.ofNullable(row.get(name, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    /** An exact number in two columns, {@code name_value} and {@code name_scale}. */
    static Rational rational(Readable row, String name) {
        return Rational.of(value(row, name + "_value", Long.class), value(row, name + "_scale", Long.class));
    }
}
