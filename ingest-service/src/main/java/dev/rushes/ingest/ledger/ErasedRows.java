package dev.rushes.ingest.ledger;

import dev.rushes.ingest.ledger.domain.JobFact;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.ingest.ledger.domain.Spend;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** The statements of the projector about jobs that are to be forgotten. */
final class ErasedRows {
    private final DatabaseClient database;

    ErasedRows(DatabaseClient database) {
        this.database = database;
    }

    /** Which of these jobs have been erased; who asks holds no lock, since a job's facts come through one reader. */
    Mono<Set<UUID>> among(Collection<UUID> jobs) {
        return database.sql("select job_id from ledger.erased where job_id = any(:ids)")
                .bind("ids", jobs.toArray(UUID[]::new))
                .map((row, _) -> Columns.value(row, "job_id", UUID.class))
                .all()
                .collect(HashSet::new, Set::add);
    }

    /**
     * Forgets a job but for its id, for what it has cost and counts against its tenant's limits, and for the room that its objects take until they
     * are gone.
     *
     * @return false if the job is another tenant's
     */
    Mono<Boolean> erase(JobFact erasure) {
        String by =
                erasure.section(Section.Erasure.class).map(Section.Erasure::by).orElse("");
        UUID job = erasure.subject().jobId();
        return database.sql(ERASE)
                .bind("job", job)
                .bind("tenant", erasure.subject().tenant())
                .bind("run", erasure.subject().run())
                .bind("by", by)
                .bind("at", erasure.occurredAt().atOffset(ZoneOffset.UTC))
                .map((row, _) -> Columns.value(row, "job_id", UUID.class))
                .one()
                .flatMap(_ -> database.sql(KEEP_COST).bind("job", job).then())
                .then(database.sql("delete from ledger.jobs where id = :job and tenant = :tenant")
                        .bind("job", job)
                        .bind("tenant", erasure.subject().tenant())
                        .then())
                .then(database.sql("select pg_notify('" + JobWriter.CHANNEL + "', :change)")
                        .bind("change", job + " " + erasure.subject().tenant())
                        .then())
                .then(among(List.of(job)).map(gone -> gone.contains(job)));
    }

    /** What tries of an erased job have cost that ended after it was erased: it counts all the same. A repeat counts once. */
    Mono<Void> keepCost(UUID job, List<JobFact> spent) {
        if (spent.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(KEEP_LATE_COST)
                .bind("job", job)
                .bind(
                        "rows",
                        LedgerJson.write(spent.stream().map(ErasedRows::cost).toList()))
                .then();
    }

    private static Map<String, Object> cost(JobFact fact) {
        Spend spend =
                fact.section(Section.Spent.class).map(Section.Spent::spend).orElse(Spend.NONE);
        return Map.of(
                "tenant", fact.subject().tenant(),
                "event_id", fact.eventId(),
                "micro_dollars", spend.microDollars(),
                "occurred_at", fact.occurredAt());
    }

    private static final String ERASE = """
            insert into ledger.erased (job_id, tenant, run, asked_by, erased_at, created_at, media_seconds, bytes)
            select :job, :tenant, :run, :by, :at, j.created_at,
                (j.media #>> '{info,claimedDuration,value}')::numeric / nullif((j.media #>> '{info,claimedDuration,scale}')::numeric, 0),
                coalesce(%s, 0)
            from (select 1) one left join ledger.jobs j on j.id = :job
            where j.tenant is null or j.tenant = :tenant
            on conflict do nothing
            returning job_id
            """.formatted(StoredBytes.OF_JOB);

    private static final String KEEP_COST = """
            insert into ledger.erased_spending (tenant, job_id, event_id, micro_dollars, occurred_at)
            select tenant, job_id, event_id, micro_dollars, occurred_at from ledger.spending where job_id = :job
            on conflict do nothing
            """;

    private static final String KEEP_LATE_COST = """
            insert into ledger.erased_spending (tenant, job_id, event_id, micro_dollars, occurred_at)
            select e.tenant, e.job_id, r.event_id, r.micro_dollars, r.occurred_at
            from jsonb_to_recordset(cast(:rows as jsonb)) as r(tenant text, event_id uuid, micro_dollars bigint, occurred_at timestamptz)
            join ledger.erased e on e.job_id = :job and e.tenant = r.tenant
            on conflict do nothing
            """;
}
