package dev.rushes.ingest.webhooks.store;

import dev.rushes.ingest.ledger.domain.JobState;
import dev.rushes.ingest.webhooks.domain.JobStanding;
import dev.rushes.runtime.database.RowAccess;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
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

    public Mono<Void> save(Map<UUID, JobStanding> standings, Instant now) {
        return access.ofAll(Flux.fromIterable(standings.entrySet())
                .concatMap(job -> database.sql("""
                                insert into webhooks.jobs (job_id, tenant, run, state, seen_at) values (:job, :tenant, :run, :state, :now)
                                on conflict (job_id) do update set run = :run, state = :state, seen_at = :now
                                """)
                        .bind("job", job.getKey())
                        .bind("tenant", job.getValue().tenant())
                        .bind("run", job.getValue().run())
                        .bind("state", job.getValue().state().name())
                        .bind("now", Rows.time(now))
                        .then())
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
