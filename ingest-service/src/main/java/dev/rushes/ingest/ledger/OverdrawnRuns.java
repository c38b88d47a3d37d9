package dev.rushes.ingest.ledger;

import dev.rushes.ingest.ledger.domain.Spend;
import dev.rushes.runtime.database.RowAccess;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

/** Finds the runs, whoever owns them, that go on although their time or their budget is over. */
public final class OverdrawnRuns {
    private final DatabaseClient database;
    private final RowAccess access;
    private final Duration longestWait;

    /** @param longestWait for an answer; then it is an error */
    OverdrawnRuns(DatabaseClient database, RowAccess access, Duration longestWait) {
        this.database = database;
        this.access = access;
        this.longestWait = longestWait;
    }

    /**
     * A run that has used up what its caller allowed.
     *
     * @param passed the deadline, if that is past
     * @param spent processor time and money over all runs
     */
    public record Overdrawn(
            String tenant,
            UUID jobId,
            int run,
            Optional<Instant> passed,
            Spend spent,
            Optional<Long> budgetMicroDollars,
            Optional<Long> budgetCpuMillis) {}

    /** At most so many. */
    public Flux<Overdrawn> find(Instant now, int limit) {
        return access.ofAll(database.sql("""
            select tenant, id, run, deadline, budget_micro_dollars, budget_cpu_millis, spent_micro_dollars, spent_cpu_millis
            from ledger.jobs where state in ('REQUESTED', 'RUNNING')
              and (deadline is not null or budget_micro_dollars is not null or budget_cpu_millis is not null)
              and (deadline <= :now or spent_micro_dollars > budget_micro_dollars or spent_cpu_millis > budget_cpu_millis)
            order by deadline limit :limit
            """)
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .bind("limit", limit)
                        .map((row, _) -> read(row, now))
                        .all())
                .timeout(longestWait);
    }

    private static Overdrawn read(Readable row, Instant now) {
        return new Overdrawn(
                Columns.value(row, "tenant", String.class),
                Columns.value(row, "id", UUID.class),
                Columns.value(row, "run", Integer.class),
                Columns.optionalInstant(row, "deadline").filter(deadline -> !deadline.isAfter(now)),
                new Spend(
                        Columns.value(row, "spent_cpu_millis", Long.class),
                        0,
                        0,
                        0,
                        Columns.value(row, "spent_micro_dollars", Long.class)),
                Optional.ofNullable(row.get("budget_micro_dollars", Long.class)),
                Optional.ofNullable(row.get("budget_cpu_millis", Long.class)));
    }
}
