package dev.rushes.ingest.webhooks.store;

import dev.rushes.runtime.database.RowAccess;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Takes an erased job out of the delivery log, for good: what a try that is under way would write later is refused. */
public final class ErasedJobs {
    private final DatabaseClient database;
    private final RowAccess access;

    public ErasedJobs(DatabaseClient database, RowAccess access) {
        this.database = database;
        this.access = access;
    }

    /** Removes a job's deliveries with their tries, its own endpoints, and where it stands. The same call again finds nothing. */
    public Mono<Void> erase(String tenant, UUID job) {
        return access.ofTenant(
                tenant,
                statement(
                                "insert into webhooks.erased (tenant, job_id) values (:tenant, :job) on conflict do nothing",
                                tenant,
                                job)
                        .then(statement(
                                "delete from webhooks.deliveries where tenant = :tenant and job_id = :job",
                                tenant,
                                job))
                        .then(statement(
                                "delete from webhooks.endpoints where tenant = :tenant and job_id = :job", tenant, job))
                        .then(statement(
                                "delete from webhooks.jobs where tenant = :tenant and job_id = :job", tenant, job)));
    }

    /** Whether a job is erased, as far as webhooks have heard. */
    public Mono<Boolean> isErased(String tenant, UUID job) {
        return access.ofTenant(
                tenant,
                database.sql(
                                "select exists (select from webhooks.erased where tenant = :tenant and job_id = :job) as erased")
                        .bind("tenant", tenant)
                        .bind("job", job)
                        .map((row, _) -> Rows.value(row, "erased", Boolean.class))
                        .one());
    }

    private Mono<Void> statement(String sql, String tenant, UUID job) {
        return database.sql(sql).bind("tenant", tenant).bind("job", job).then();
    }
}
