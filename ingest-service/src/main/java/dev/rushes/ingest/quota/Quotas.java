package dev.rushes.ingest.quota;

import dev.rushes.ingest.quota.domain.Limit;
import dev.rushes.ingest.quota.domain.Limits;
import dev.rushes.ingest.quota.domain.QuotaRule;
import dev.rushes.runtime.database.RowAccess;
import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/**
 * Promises room. What is used is what the ledger shows and what has been promised and is not in it yet, so a promise ends by itself
 * when the ledger knows its run, or after a while. Tenants without limits cost one short question a second.
 */
public final class Quotas {
    private static final String USED = """
            select
              (select count(*) from ledger.jobs where tenant = :tenant and state in ('REQUESTED', 'RUNNING') and id <> :job)
                + (select count(*) from open_promises) as jobs,
              (select coalesce(sum((media #>> '{object,size}')::bigint), 0) from ledger.jobs
                  where tenant = :tenant and id <> :job and outputs_gone_run is distinct from run)
                + (select coalesce(sum((c.object ->> 'size')::bigint), 0) from ledger.chunks c join ledger.jobs j on j.id = c.job_id
                  where c.tenant = :tenant and j.work_gone_run is distinct from j.run)
                + (select coalesce(sum((o.object ->> 'size')::bigint), 0) from ledger.outputs o join ledger.jobs j on j.id = o.job_id
                  where o.tenant = :tenant and j.outputs_gone_run is distinct from j.run)
                + (select coalesce(sum(bytes), 0) from ledger.erased where tenant = :tenant and done_at is null)
                + (select coalesce(sum(bytes), 0) from bytes_to_come) as bytes,
              (select coalesce(ceil(sum(seconds) / 60), 0) from (
                select (media #>> '{info,claimedDuration,value}')::numeric
                    / nullif((media #>> '{info,claimedDuration,scale}')::numeric, 0) as seconds
                from ledger.jobs where tenant = :tenant and created_at >= :midnight
                union all
                select media_seconds from ledger.erased where tenant = :tenant and created_at >= :midnight) footage) as minutes
            """;
    private static final String PROMISES = """
            with promises as (
              select * from access.reservations where tenant = :tenant and at > :since and job <> :job),
            open_promises as (
              select * from promises p where not exists (select from ledger.jobs j
                where j.tenant = :tenant and j.id = p.job
                  and (j.requested_run >= p.run or j.state in ('REQUESTED', 'RUNNING')))),
            bytes_to_come as (
              select * from promises p where not exists (select from ledger.jobs j
                where j.tenant = :tenant and j.id = p.job and j.media is not null))
            """;

    private final DatabaseClient database;
    private final RowAccess access;
    private final QuotaSettings settings;
    private final Spending spending;
    private final Duration longestWait;
    private final Clock clock;
    private final RememberedLimits remembered;

    public Quotas(
            DatabaseClient database,
            RowAccess access,
            QuotaSettings settings,
            Spending spending,
            Duration longestWait,
            Clock clock) {
        this.database = database;
        this.access = access;
        this.settings = settings;
        this.spending = spending;
        this.longestWait = longestWait;
        this.clock = clock;
        this.remembered = new RememberedLimits(clock);
    }

    /** What a tenant has, beside what it may have. */
    public record Usage(Limits limits, Map<Limit, Long> used) {
        public Usage {
            used = Map.copyOf(used);
        }
    }

    /** Promises room for a run of a job, or says why there is none. The same run again finds its promise. */
    public Mono<QuotaRule.Verdict> reserve(String tenant, UUID job, int run, long bytes) {
        Mono<QuotaRule.Verdict> verdict = limits(tenant)
                .flatMap(limits -> limits.isUnlimited()
                        ? Mono.just(new QuotaRule.Verdict.Granted())
                        : promiseWithin(limits, tenant, job, run, bytes));
        return remembered
                .areThere(tenant, bounded(access.ofTenant(tenant, limits(tenant).map(limits -> !limits.isUnlimited()))))
                .flatMap(limited -> limited
                        ? bounded(access.ofTenant(tenant, verdict))
                        : Mono.just(new QuotaRule.Verdict.Granted()));
    }

    private Mono<QuotaRule.Verdict> promiseWithin(Limits limits, String tenant, UUID job, int run, long bytes) {
        return turn(tenant)
                .then(Mono.defer(() -> used(tenant, job)))
                .map(used -> QuotaRule.judge(limits, used, Map.of(Limit.JOBS, 1L, Limit.BYTES, bytes)))
                .flatMap(judged -> judged instanceof QuotaRule.Verdict.Granted
                        ? promise(tenant, job, run, bytes).thenReturn(judged)
                        : Mono.just(judged));
    }

    /** Gives back whatever was promised to a job. */
    public Mono<Void> forget(String tenant, UUID job) {
        return bounded(access.ofTenant(
                tenant,
                database.sql("delete from access.reservations where tenant = :tenant and job = :job")
                        .bind("tenant", tenant)
                        .bind("job", job)
                        .then()));
    }

    /** Gives a promise back whose run is not asked for after all. That it can't be given back is no harm: it ends by itself. */
    public Mono<Void> release(String tenant, UUID job, int run) {
        return bounded(access.ofTenant(
                        tenant,
                        database.sql(
                                        "delete from access.reservations where tenant = :tenant and job = :job and run = :run")
                                .bind("tenant", tenant)
                                .bind("job", job)
                                .bind("run", run)
                                .then()))
                .onErrorComplete();
    }

    public Mono<Usage> usage(String tenant) {
        UUID nobody = new UUID(0, 0);
        return bounded(access.ofTenant(tenant, limits(tenant).zipWhen(_ -> used(tenant, nobody), Usage::new)));
    }

    /** Sets a tenant's limits, all of them. */
    public Mono<Void> set(String tenant, Limits limits, String by) {
        GenericExecuteSpec statement = database.sql("""
                        insert into access.quotas (tenant, jobs, bytes, minutes, money, changed_at, changed_by)
                        values (:tenant, :jobs, :bytes, :minutes, :money, :at, :by)
                        on conflict (tenant) do update set jobs = excluded.jobs, bytes = excluded.bytes, minutes = excluded.minutes,
                            money = excluded.money, changed_at = excluded.changed_at, changed_by = excluded.changed_by
                        """)
                .bind("tenant", tenant)
                .bind("at", clock.instant().atOffset(ZoneOffset.UTC))
                .bind("by", by);
        for (Limit limit : Limit.values()) {
            OptionalLong number = limits.of(limit);
            String name = column(limit);
            statement = number.isPresent()
                    ? statement.bind(name, number.getAsLong())
                    : statement.bindNull(name, Long.class);
        }
        return bounded(access.ofTenant(tenant, statement.then())).doOnTerminate(() -> remembered.forget(tenant));
    }

    /** Gives a tenant the settings' limits back. */
    public Mono<Void> reset(String tenant) {
        return bounded(access.ofTenant(
                        tenant,
                        database.sql("delete from access.quotas where tenant = :tenant")
                                .bind("tenant", tenant)
                                .then()))
                .doOnTerminate(() -> remembered.forget(tenant));
    }

    private Mono<Limits> limits(String tenant) {
        return database.sql("select jobs, bytes, minutes, money from access.quotas where tenant = :tenant")
                .bind("tenant", tenant)
                .map((row, _) -> limits(row))
                .one()
                .defaultIfEmpty(settings.limits());
    }

    /** Whoever promises something of this tenant's waits for whoever is at it. */
    private Mono<Void> turn(String tenant) {
        return database.sql("select pg_advisory_xact_lock(hashtextextended('rushes.quota.' || :tenant, 0))")
                .bind("tenant", tenant)
                .then();
    }

    private Mono<Map<Limit, Long>> used(String tenant, UUID job) {
        Instant now = clock.instant();
        Instant midnight = now.truncatedTo(ChronoUnit.DAYS);
        return database.sql(PROMISES + USED)
                .bind("tenant", tenant)
                .bind("job", job)
                .bind("since", now.minus(settings.promise()).atOffset(ZoneOffset.UTC))
                .bind("midnight", midnight.atOffset(ZoneOffset.UTC))
                .map((row, _) -> used(row))
                .one()
                .zipWith(spending.since(tenant, midnight), (used, money) -> {
                    Map<Limit, Long> all = new EnumMap<>(Limit.class);
                    all.putAll(used);
                    all.put(Limit.MONEY, money);
                    return all;
                });
    }

    private Mono<Void> promise(String tenant, UUID job, int run, long bytes) {
        Instant now = clock.instant();
        return database.sql("delete from access.reservations where tenant = :tenant and at <= :since")
                .bind("tenant", tenant)
                .bind("since", now.minus(settings.promise()).atOffset(ZoneOffset.UTC))
                .then()
                .then(database.sql("""
                                insert into access.reservations (tenant, job, run, bytes, at) values (:tenant, :job, :run, :bytes, :at)
                                on conflict (job, run) do update
                                    set bytes = greatest(access.reservations.bytes, excluded.bytes), at = excluded.at
                                """)
                        .bind("tenant", tenant)
                        .bind("job", job)
                        .bind("run", run)
                        .bind("bytes", bytes)
                        .bind("at", now.atOffset(ZoneOffset.UTC))
                        .then());
    }

    private <T> Mono<T> bounded(Mono<T> work) {
        return work.timeout(longestWait)
                .onErrorMap(
                        TimeoutException.class,
                        late -> new QueryTimeoutException(
                                "Expected the database to answer within " + longestWait, late));
    }

    private static Limits limits(Readable row) {
        Limits limits = Limits.NONE;
        for (Limit limit : Limit.values()) {
            @Nullable Long number = row.get(column(limit), Long.class);
            limits = limits.with(limit, number == null ? OptionalLong.empty() : OptionalLong.of(number));
        }
        return limits;
    }

    private static Map<Limit, Long> used(Readable row) {
        Map<Limit, Long> used = new EnumMap<>(Limit.class);
        for (Limit limit : new Limit[] {Limit.JOBS, Limit.BYTES, Limit.MINUTES}) {
            @Nullable Number number = row.get(column(limit), java.math.BigDecimal.class);
            used.put(limit, number == null ? 0L : number.longValue());
        }
        return used;
    }

    private static String column(Limit limit) {
        return limit.name().toLowerCase(java.util.Locale.ROOT);
    }
}
