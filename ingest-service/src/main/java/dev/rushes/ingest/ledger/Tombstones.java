package dev.rushes.ingest.ledger;

import dev.rushes.runtime.database.RowAccess;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Jobs that have been erased, and how far the removal of what they had is. The projector makes the rows; the eraser moves them on. */
public final class Tombstones {
    private final DatabaseClient database;
    private final RowAccess access;
    private final Duration longestWait;

    /** @param longestWait for an answer; then it is an error */
    Tombstones(DatabaseClient database, RowAccess access, Duration longestWait) {
        this.database = database;
        this.access = access;
        this.longestWait = longestWait;
    }

    /** The tombstone of a tenant's job; empty if it has not been erased. */
    public Mono<Tombstone> find(String tenant, UUID job) {
        return access.ofTenant(
                        tenant,
                        database.sql("select * from ledger.erased where tenant = :tenant and job_id = :job")
                                .bind("tenant", tenant)
                                .bind("job", job)
                                .map((row, _) -> read(row))
                                .one())
                .timeout(longestWait);
    }

    /**
     * Takes what is to be looked at now, the longest waiting first. Nobody else gets it for as long as the lease; who dies with it leaves it to the
     * next.
     *
     * @param most tombstones
     */
    public Flux<Tombstone> take(Duration lease, int most) {
        return access.ofAll(database.sql("""
                        update ledger.erased set look_at = now() + make_interval(secs => :lease) where job_id in (
                            select job_id from ledger.erased where done_at is null and look_at <= now()
                            order by look_at limit :most for update skip locked)
                        returning *
                        """)
                        .bind("lease", lease.toMillis() / 1e3)
                        .bind("most", most)
                        .map((row, _) -> read(row))
                        .all())
                .timeout(longestWait);
    }

    /** Nothing is left. */
    public Mono<Void> done(UUID job, Instant now) {
        return change(
                database.sql("update ledger.erased set done_at = :now, troubles = 0, problem = '' where job_id = :job")
                        .bind("job", job)
                        .bind("now", now.atOffset(ZoneOffset.UTC)));
    }

    /** So many more objects are gone; somebody is to look again. */
    public Mono<Void> again(UUID job, long objects, Instant at) {
        return change(database.sql(
                        "update ledger.erased set objects = objects + :objects, troubles = 0, problem = '', look_at = :at where job_id = :job")
                .bind("job", job)
                .bind("objects", objects)
                .bind("at", at.atOffset(ZoneOffset.UTC)));
    }

    /** A look failed; somebody is to look again. */
    public Mono<Void> troubled(UUID job, String problem, Instant at) {
        return change(database.sql(
                        "update ledger.erased set troubles = troubles + 1, problem = :problem, look_at = :at where job_id = :job")
                .bind("job", job)
                .bind("problem", problem)
                .bind("at", at.atOffset(ZoneOffset.UTC)));
    }

    /** How many jobs are erased and still have something left. */
    public Mono<Long> unfinished() {
        return access.ofAll(database.sql("select count(*) as left_over from ledger.erased where done_at is null")
                        .map((row, _) -> Columns.value(row, "left_over", Long.class))
                        .one())
                .timeout(longestWait);
    }

    private Mono<Void> change(GenericExecuteSpec statement) {
        return access.ofAll(statement.then()).timeout(longestWait);
    }

    private static Tombstone read(Readable row) {
        return new Tombstone(
                Columns.value(row, "job_id", UUID.class),
                Columns.value(row, "tenant", String.class),
                Columns.value(row, "run", Integer.class),
                Columns.value(row, "asked_by", String.class),
                Columns.instant(row, "erased_at"),
                Columns.value(row, "objects", Long.class),
                Columns.value(row, "troubles", Integer.class),
                Columns.value(row, "problem", String.class),
                Columns.optionalInstant(row, "done_at"));
    }
}
