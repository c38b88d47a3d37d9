package dev.rushes.ingest.generation.store;

import dev.rushes.ingest.generation.domain.Bill;
import dev.rushes.ingest.generation.domain.Purchase;
import dev.rushes.ingest.generation.domain.PurchaseState;
import io.r2dbc.spi.Readable;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** Rows of purchases. */
final class PurchaseRows {
    static final String BILL = "billed = :billed, tokens_in = :in, tokens_out = :out, micro_dollars = :money";

    private PurchaseRows() {}

    static Purchase read(Readable row) {
        return new Purchase(
                value(row, "id", UUID.class),
                new Purchase.Owner(
                        value(row, "tenant", String.class),
                        value(row, "job_id", UUID.class),
                        value(row, "run", Integer.class)),
                PurchaseState.valueOf(value(row, "state", String.class)),
                value(row, "generator", String.class),
                value(row, "model", String.class),
                value(row, "operation", String.class),
                Optional.of(value(row, "film", String.class))
                        .filter(film -> !film.isEmpty())
                        .map(URI::create),
                new Purchase.Times(
                        time(row, "intended_at").orElseThrow(), time(row, "ordered_at"), time(row, "doubted_at")),
                new Bill(
                        Bill.Billed.valueOf(value(row, "billed", String.class)),
                        value(row, "tokens_in", Long.class),
                        value(row, "tokens_out", Long.class),
                        value(row, "micro_dollars", Long.class),
                        value(row, "most_micro_dollars", Long.class),
                        value(row, "prices", LocalDate.class)),
                new Purchase.Ending(value(row, "code", String.class), value(row, "message", String.class)));
    }

    static GenericExecuteSpec bind(GenericExecuteSpec statement, Purchase purchase) {
        return statement
                .bind("id", purchase.id())
                .bind("tenant", purchase.job().tenant())
                .bind("job", purchase.job().job())
                .bind("run", purchase.job().run())
                .bind("state", purchase.state().name())
                .bind("generator", purchase.generator())
                .bind("model", purchase.model())
                .bind("intended", time(purchase.times().intended()))
                .bind("billed", purchase.bill().billed().name())
                .bind("most", purchase.bill().most())
                .bind("prices", purchase.bill().prices());
    }

    static GenericExecuteSpec bind(GenericExecuteSpec statement, Bill bill) {
        return statement
                .bind("billed", bill.billed().name())
                .bind("in", bill.tokensIn())
                .bind("out", bill.tokensOut())
                .bind("money", bill.microDollars());
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Optional<Instant> time(Readable row, String name) {
        return Optional.ofNullable(row.get(name, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static <T> T value(Readable row, String name, Class<T> type) {
        return Objects.requireNonNull(row.get(name, type), name);
    }
}
