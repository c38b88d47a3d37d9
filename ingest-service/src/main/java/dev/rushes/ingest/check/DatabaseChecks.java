package dev.rushes.ingest.check;

import dev.rushes.ingest.webhooks.domain.Endpoint;
import dev.rushes.ingest.webhooks.store.Endpoints;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Postgres, and what it knows. */
final class DatabaseChecks {
    private static final String START =
            "Start Postgres, or set rushes.database.* to where it is. Until then lists and progress can't be read; jobs go on as far as they"
                    + " need no database.";

    private DatabaseChecks() {}

    static Check postgres(DatabaseClient database) {
        return new Check(
                "postgres",
                database.sql("select current_setting('server_version')")
                        .map((row, _) -> Objects.requireNonNull(row.get(0, String.class)))
                        .one()
                        .map(version -> Finding.ok("Postgres " + version + " answers.")),
                START);
    }

    /** Links, deadlines and signatures go by the clock. */
    static Check clock(DatabaseClient database, Clock clock, Duration most) {
        return new Check(
                "clock",
                Mono.defer(() -> {
                    Instant before = clock.instant();
                    return database.sql("select clock_timestamp()")
                            .map((row, _) -> Objects.requireNonNull(row.get(0, OffsetDateTime.class))
                                    .toInstant())
                            .one()
                            .map(theirs -> clock(before, theirs, clock.instant(), most));
                }),
                START);
    }

    /** What is certain: their clock was read between the two looks at ours. */
    static Finding clock(Instant before, Instant theirs, Instant after, Duration most) {
        Duration behind = Duration.between(after, theirs);
        Duration ahead = Duration.between(theirs, before);
        Duration differs = behind.compareTo(ahead) > 0 ? behind : ahead;
        return differs.compareTo(most) <= 0
                ? Finding.ok("This machine's clock agrees with that of Postgres.")
                : Finding.warning(
                        "Expected clocks that agree to " + most.toMillis() + " ms, but this machine is "
                                + differs.toMillis() + " ms " + (behind.isPositive() ? "behind" : "ahead of")
                                + " Postgres.",
                        "Set the clocks by a time server (chrony, systemd-timesyncd). Links, deadlines and signatures of webhooks go by them.");
    }

    static Check webhooks(Endpoints endpoints) {
        return new Check(
                "webhooks",
                Mono.zip(endpoints.count(Endpoint.State.ENABLED), endpoints.count(Endpoint.State.DISABLED))
                        .map(counts -> counts.getT2() == 0
                                ? Finding.ok(counts.getT1() + " webhook endpoints are told.")
                                : Finding.warning(
                                        counts.getT1() + " webhook endpoints are told, and " + counts.getT2()
                                                + " are switched off by their owners or because they kept failing.",
                                        "Their owners see why at GET /api/v1/webhooks and can enable them again.")),
                START);
    }
}
