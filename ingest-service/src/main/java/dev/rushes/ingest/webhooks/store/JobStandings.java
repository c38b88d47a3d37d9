package dev.rushes.ingest.webhooks.store;

import dev.rushes.ingest.ledger.domain.JobState;
import dev.rushes.ingest.webhooks.domain.JobStanding;
import dev.rushes.runtime.database.RowAccess;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Where jobs stand, as far as webhooks must know. */
public final class JobStandings {
    private final DatabaseClient database;
    private final RowAccess access;

    public JobStandings(DatabaseClient database, RowAccess access) {
        this.database = database;
        this.access = access;
    }

    /** The jobs among these that are known. */
    public Mono<Map<UUID, JobStanding>> of(Collection<UUID> jobs) {
        return access.ofAll(database.sql("select * from webhooks.jobs where job_id = any(:jobs)")
                .bind("jobs", jobs.toArray(UUID[]::new))
                .map((row, _) -> Map.entry(
                        Rows.value(row, "job_id", UUID.class),
                        new JobStanding(
                                Rows.value(row, "tenant", String.class),
                                Rows.value(row, "run", Integer.class),
                                JobState.valueOf(Rows.value(row, "state", String.class)))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Remembers where the jobs stand, with one statement for all of them. */
    public Mono<Void> save(Map<UUID, JobStanding> standings, Instant now) {
        if (standings.isEmpty()) {
            return Mono.empty();
        }
        List<Map.Entry<UUID, JobStanding>> all = List.copyOf(standings.entrySet());
        return access.ofAll(database.sql("""
                        insert into webhooks.jobs (job_id, tenant, run, state, seen_at)
                        select job, tenant, run, state, :now
                        from unnest(cast(:jobs as uuid[]), cast(:tenants as text[]), cast(:runs as integer[]), cast(:states as text[]))
                            as s (job, tenant, run, state)
                        order by job
                        on conflict (job_id) do update set run = excluded.run, state = excluded.state, seen_at = excluded.seen_at
                        """)
                .bind("jobs", all.stream().map(Map.Entry::getKey).toArray(UUID[]::new))
                .bind(
                        "tenants",
                        all.stream().map(job -> job.getValue().tenant()).toArray(String[]::new))
                .bind("runs", all.stream().map(job -> job.getValue().run()).toArray(Integer[]::new))
                .bind(
                        "states",
                        all.stream().map(job -> job.getValue().state().name()).toArray(String[]::new))
                .bind("now", Rows.time(now))
                .then());
    }

    /** Removes jobs that nothing was heard of since; at most so many. */
    public Mono<Void> forget(Instant before, int most) {
        return access.ofAll(database.sql(
                        "delete from webhooks.jobs where job_id in (select job_id from webhooks.jobs where seen_at < :before limit :most)")
                .bind("before", Rows.time(before))
                .bind("most", most)
                .then());
    }
}
