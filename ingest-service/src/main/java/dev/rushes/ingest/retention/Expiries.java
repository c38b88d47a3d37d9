package dev.rushes.ingest.retention;

import dev.rushes.ingest.retention.JobObjects.Taken;
import dev.rushes.ingest.retention.domain.Expiring;
import dev.rushes.ingest.retention.domain.TermsBook;
import dev.rushes.runtime.database.RowAccess;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Which jobs have something whose time is over, and who is at it. A job has one row here or none: that of who removes its files, or that of who wants
 * it to go on. Which runs are over is asked of the ledger.
 */
public final class Expiries {
    /** Runs that are over, of a group of tenants, and have something that is due and that nobody is at. */
    private static final String DUE = """
            from ledger.jobs j
            where j.finished_at <= greatest(cast(:before as timestamptz), cast(:failedBefore as timestamptz))
              and j.finished_at <= case when j.state = 'FAILED' then cast(:failedBefore as timestamptz) else cast(:before as timestamptz) end
              and j.state in ('COMPLETED', 'FAILED', 'CANCELLED')
              and (j.tenant = any(:tenants)) <> :allBut
              and not exists (select from retention.expiries e where e.job_id = j.id)
            """;

    private final DatabaseClient database;
    private final RowAccess access;
    private final Duration longestWait;

    /** @param longestWait for an answer; then it is an error */
    Expiries(DatabaseClient database, RowAccess access, Duration longestWait) {
        this.database = database;
        this.access = access;
        this.longestWait = longestWait;
    }

    /**
     * A job that is somebody's to look at.
     *
     * @param run the run that was over
     * @param standing how the job stands now
     * @param objects objects that have been removed so far
     * @param bytes their sizes
     * @param troubles looks that failed since the last that did not
     * @param until nobody else looks at it before then; says who it was that took it
     */
    record Claim(
            UUID jobId,
            String tenant,
            int run,
            Expiring what,
            Standing standing,
            long objects,
            long bytes,
            int troubles,
            OffsetDateTime until) {}

    /** How a job stands that somebody has taken. */
    enum Standing {
        /** The run is over and the last: what is due may go. */
        OVER,
        /** Another run has begun. */
        WENT_ON,
        /** The ledger has forgotten it. */
        FORGOTTEN,
        /** Somebody wanted it to go on, and has had the time. */
        HELD
    }

    /** A job with something that is due. */
    public record Due(UUID jobId, String tenant, int run, Expiring what, Instant endedAt) {}

    /** What of a job's last run has been removed because its time was over. */
    public record Gone(boolean workFiles, boolean outputs) {}

    /** Whether a job may go on. */
    public enum Hold {
        /** Nothing of it is removed for a while. */
        HELD,
        /** Its files are being removed. */
        BUSY
    }

    /**
     * Notes jobs that are to be looked at. Who has a row keeps it.
     *
     * @return how many are new
     */
    Mono<Long> claim(TermsBook.Group group, Expiring what, Instant now, int most) {
        return access.ofAll(due(
                                group,
                                what,
                                now,
                                "insert into retention.expiries (job_id, tenant, run, step) select j.id, j.tenant, j.run, :step "
                                        + DUE + still(what)
                                        + " order by j.finished_at limit :most on conflict do nothing")
                        .bind("step", what.name())
                        .bind("most", most)
                        .fetch()
                        .rowsUpdated())
                .timeout(longestWait);
    }

    /** What is due now and not being looked at, the longest waiting first. */
    public Flux<Due> due(TermsBook.Group group, Expiring what, Instant now, int most) {
        return access.ofAll(due(
                                group,
                                what,
                                now,
                                "select j.id, j.tenant, j.run, j.finished_at " + DUE + still(what)
                                        + " order by j.finished_at limit :most")
                        .bind("most", most)
                        .map((row, _) -> new Due(
                                value(row, "id", UUID.class),
                                value(row, "tenant", String.class),
                                value(row, "run", Integer.class),
                                what,
                                value(row, "finished_at", OffsetDateTime.class).toInstant()))
                        .all())
                .timeout(longestWait);
    }

    /** How many jobs that is. */
    public Mono<Long> count(TermsBook.Group group, Expiring what, Instant now) {
        return access.ofAll(due(group, what, now, "select count(*) as jobs " + DUE + still(what))
                        .map((row, _) -> value(row, "jobs", Long.class))
                        .one())
                .timeout(longestWait);
    }

    /** How many jobs have files that are being removed. */
    public Mono<Long> claimed() {
        return access.ofAll(database.sql(
                                "select count(*) as jobs from retention.expiries where step in ('WORK', 'OUTPUTS')")
                        .map((row, _) -> value(row, "jobs", Long.class))
                        .one())
                .timeout(longestWait);
    }

    private GenericExecuteSpec due(TermsBook.Group group, Expiring what, Instant now, String sql) {
        return database.sql(sql)
                .bind("before", group.terms().endedBefore(what, false, now).atOffset(ZoneOffset.UTC))
                .bind("failedBefore", group.terms().endedBefore(what, true, now).atOffset(ZoneOffset.UTC))
                .bind("tenants", group.tenants().toArray(String[]::new))
                .bind("allBut", group.allBut());
    }

    private static String still(Expiring what) {
        return switch (what) {
            case WORK -> " and j.work_gone_run is distinct from j.run";
            case OUTPUTS -> " and j.outputs_gone_run is distinct from j.run";
            case JOB -> "";
        };
    }

    /** Takes what is to be looked at now, the longest waiting first. Nobody else gets it for as long as the lease. */
    Flux<Claim> take(Duration lease, int most) {
        return access.ofAll(database.sql("""
                        update retention.expiries e set look_at = now() + make_interval(secs => :lease) where job_id in (
                            select job_id from retention.expiries where look_at <= now()
                            order by look_at limit :most for update skip locked)
                        returning e.*, case when e.step = 'HOLD' then 'HELD' else coalesce((
                            select case when j.run = e.run and j.finished_at is not null then 'OVER' else 'WENT_ON' end
                            from ledger.jobs j where j.id = e.job_id), 'FORGOTTEN') end as standing
                        """)
                        .bind("lease", lease.toMillis() / 1e3)
                        .bind("most", most)
                        .map((row, _) -> claim(row))
                        .all())
                .timeout(longestWait);
    }

    /** Takes the lease anew, right before the work; empty if somebody else has taken the job meanwhile, who may be through with it. */
    Mono<Claim> renew(Claim claim, Duration lease) {
        return access.ofAll(database.sql("""
                        update retention.expiries set look_at = now() + make_interval(secs => :lease)
                        where job_id = :job and look_at = :until returning true as mine
                        """)
                        .bind("job", claim.jobId())
                        .bind("until", claim.until())
                        .bind("lease", lease.toMillis() / 1e3)
                        .map((row, _) -> claim)
                        .one())
                .timeout(longestWait);
    }

    /** So much more is gone, and more is left; somebody is to go on. */
    Mono<Void> again(UUID job, Taken taken) {
        return change(database.sql("""
                        update retention.expiries set objects = objects + :objects, bytes = bytes + :bytes, troubles = 0, problem = '',
                            look_at = now() where job_id = :job
                        """)
                .bind("job", job)
                .bind("objects", taken.objects())
                .bind("bytes", taken.bytes()));
    }

    /** A look failed; somebody is to look again. */
    Mono<Void> troubled(UUID job, String problem, Duration wait) {
        return change(
                database.sql("""
                        update retention.expiries set troubles = troubles + 1, problem = :problem,
                            look_at = now() + make_interval(secs => :wait) where job_id = :job
                        """).bind("job", job).bind("problem", problem).bind("wait", wait.toMillis() / 1e3));
    }

    /** Nobody looks at it any more; who has wanted the job to go on since it was taken keeps the row. */
    Mono<Void> letGo(Claim claim) {
        return change(database.sql("delete from retention.expiries where job_id = :job and look_at = :until")
                .bind("job", claim.jobId())
                .bind("until", claim.until()));
    }

    /** Files of a run are gone. */
    Mono<Void> gone(Claim claim) {
        return change(database.sql("""
                        with told as (update ledger.jobs set work_gone_run = :run,
                                outputs_gone_run = case when :outputs then :run else outputs_gone_run end
                            where id = :job and run = :run)
                        delete from retention.expiries where job_id = :job
                        """)
                .bind("job", claim.jobId())
                .bind("run", claim.run())
                .bind("outputs", claim.what() == Expiring.OUTPUTS));
    }

    /** Keeps everybody from a job's files, unless somebody is at them. */
    public Mono<Hold> hold(String tenant, UUID job, Duration time) {
        return access.ofTenant(
                        tenant,
                        database.sql("""
                                insert into retention.expiries as e (job_id, tenant, run, step, look_at)
                                values (:job, :tenant, 0, 'HOLD', now() + make_interval(secs => :time))
                                on conflict (job_id) do update set look_at = excluded.look_at where e.step = 'HOLD'
                                returning true as held
                                """)
                                .bind("job", job)
                                .bind("tenant", tenant)
                                .bind("time", time.toMillis() / 1e3)
                                .map((row, _) -> Hold.HELD)
                                .one()
                                .defaultIfEmpty(Hold.BUSY))
                .timeout(longestWait);
    }

    /** What of a tenant's job is gone; empty if there is no such job. */
    public Mono<Gone> gone(String tenant, UUID job) {
        return access.ofTenant(
                        tenant,
                        database.sql("""
                        select coalesce(work_gone_run = run, false) as work_files, coalesce(outputs_gone_run = run, false) as outputs
                        from ledger.jobs where tenant = :tenant and id = :job
                        """)
                                .bind("tenant", tenant)
                                .bind("job", job)
                                .map((row, _) -> new Gone(
                                        value(row, "work_files", Boolean.class), value(row, "outputs", Boolean.class)))
                                .one())
                .timeout(longestWait);
    }

    private Mono<Void> change(GenericExecuteSpec statement) {
        return access.ofAll(statement.then()).timeout(longestWait);
    }

    private static Claim claim(Readable row) {
        Standing standing = Standing.valueOf(value(row, "standing", String.class));
        return new Claim(
                value(row, "job_id", UUID.class),
                value(row, "tenant", String.class),
                value(row, "run", Integer.class),
                standing == Standing.HELD ? Expiring.WORK : Expiring.valueOf(value(row, "step", String.class)),
                standing,
                value(row, "objects", Long.class),
                value(row, "bytes", Long.class),
                value(row, "troubles", Integer.class),
                value(row, "look_at", OffsetDateTime.class));
    }

    static <T> T value(Readable row, String name, Class<T> type) {
        return Objects.requireNonNull(row.get(name, type), name);
    }
}
