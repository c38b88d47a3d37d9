package dev.rushes.ingest.ledger;

import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.runtime.database.RowAccess;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The lines of all of a tenant's jobs in one order, and the jobs as they stand: what a stream of a whole tenant is made of. */
public final class TenantNews {
    /** Lines of a tenant that can be asked for; older ones are in the logs of their jobs alone. */
    public static final int KEPT = 10_000;

    private final DatabaseClient database;
    private final RowAccess access;
    private final Duration longestWait;

    /** @param longestWait for an answer; then it is a {@link QueryTimeoutException} */
    TenantNews(DatabaseClient database, RowAccess access, Duration longestWait) {
        this.database = database;
        this.access = access;
        this.longestWait = longestWait;
    }

    /**
     * How far the tenant's lines go.
     *
     * @param epoch numbers can be compared within one epoch only
     * @param last number of the latest line; 0 if there is none
     */
    public record Head(String epoch, long last) {}

    /**
     * A line of some job of the tenant.
     *
     * @param position its number among all of the tenant's lines; rises with each, and what can be seen has none missing before it
     */
    public record Line(long position, UUID jobId, Ledger.Entry entry) {}

    /** Where the tenant's lines end now. */
    public Mono<Head> head(String tenant) {
        // An epoch that is made by somebody else at this moment is seen by the next statement only.
        Mono<Head> known = database.sql("""
                        with made as (insert into ledger.heads (tenant, last) values (:tenant, 0) on conflict do nothing returning epoch, last)
                        select epoch, last from made
                        union all select epoch, last from ledger.heads where tenant = :tenant
                        """)
                .bind("tenant", tenant)
                .map((row, _) ->
                        new Head(Columns.value(row, "epoch", String.class), Columns.value(row, "last", Long.class)))
                .one();
        return access.ofTenant(tenant, known)
                .repeatWhenEmpty(3, again -> again)
                .timeout(longestWait)
                .onErrorMap(TimeoutException.class, this::late);
    }

    /** Lines with numbers above {@code after}, in order. */
    public Flux<Line> lines(String tenant, long after, int limit) {
        return bounded(
                tenant,
                database.sql("""
                        select n.position, e.* from ledger.news n
                        join ledger.events e on e.tenant = n.tenant and e.job_id = n.job_id and e.seq = n.seq
                        where n.tenant = :tenant and n.position > :after order by n.position limit :limit
                        """)
                        .bind("tenant", tenant)
                        .bind("after", after)
                        .bind("limit", limit)
                        .map((row, _) -> new Line(
                                Columns.value(row, "position", Long.class),
                                Columns.value(row, "job_id", UUID.class),
                                Ledger.entry(row)))
                        .all());
    }

    /**
     * How jobs stand.
     *
     * @param at lines up to here are in it, and none after
     */
    public record Standings(Head at, List<Job> jobs) {}

    /** Those of these jobs that the tenant has. */
    public Mono<Standings> jobs(String tenant, Collection<UUID> ids) {
        return standings(
                tenant, database.sql(STANDING + " and j.id = any(:ids)").bind("ids", ids.toArray(UUID[]::new)));
    }

    /** Jobs whose run is not over, newest first. */
    public Mono<Standings> underWay(String tenant, int limit) {
        return standings(
                tenant,
                database.sql(
                                STANDING
                                        + " and j.state in ('REQUESTED', 'RUNNING') order by j.created_at desc, j.id desc limit :limit")
                        .bind("limit", limit));
    }

    /** Jobs and the place are read by one statement, so they belong together; without a job any earlier place is right. */
    private Mono<Standings> standings(String tenant, GenericExecuteSpec question) {
        Mono<List<Placed>> answer = access.ofTenant(
                tenant,
                question.bind("tenant", tenant)
                        .map((row, _) -> new Placed(Columns.value(row, "at", Long.class), JobRow.read(row)))
                        .all()
                        .collectList());
        return head(tenant).flatMap(before -> answer.timeout(longestWait)
                .onErrorMap(TimeoutException.class, this::late)
                .map(found -> new Standings(
                        found.isEmpty()
                                ? before
                                : new Head(before.epoch(), found.getFirst().at()),
                        found.stream().map(Placed::job).toList())));
    }

    private record Placed(long at, Job job) {}

    private static final String STANDING = """
            select h.last as at, j.* from ledger.jobs j join ledger.heads h on h.tenant = j.tenant where j.tenant = :tenant
            """;

    private <T> Flux<T> bounded(String tenant, Flux<T> answer) {
        return access.ofTenant(tenant, answer).timeout(longestWait).onErrorMap(TimeoutException.class, this::late);
    }

    private QueryTimeoutException late(TimeoutException cause) {
        return new QueryTimeoutException("Expected the database to answer within " + longestWait, cause);
    }
}
