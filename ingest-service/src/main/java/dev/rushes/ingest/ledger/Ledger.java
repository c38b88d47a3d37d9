package dev.rushes.ingest.ledger;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.domain.FactType;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobFact.Level;
import dev.rushes.ingest.ledger.domain.JobState;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import dev.rushes.runtime.database.RowAccess;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Questions to the ledger. Each names the tenant: a job of somebody else does not exist. Two locks: the statement asks for the tenant's rows, and
 * Postgres shows it no others.
 */
public final class Ledger {
    private final DatabaseClient database;
    private final RowAccess access;
    private final Duration longestWait;
    private final JobLists lists;

    /** @param longestWait for an answer; then it is a {@link QueryTimeoutException} */
    Ledger(DatabaseClient database, RowAccess access, Duration longestWait) {
        this.database = database;
        this.access = access;
        this.longestWait = longestWait;
        this.lists = new JobLists(database);
    }

    /**
     * Which jobs to list, newest first.
     *
     * @param filter which jobs
     * @param after goes on behind this one
     * @param limit most jobs
     */
    public record Listing(JobFilter filter, Optional<Position> after, int limit) {}

    /** Where a listing stopped. */
    public record Position(Instant created, UUID id) {}

    /**
     * A line of a job's log.
     *
     * @param sequence number in the job's log, from 1, without gaps
     * @param trouble what did not work
     */
    public record Entry(
            long sequence,
            int run,
            FactType type,
            Optional<FlowStage> stage,
            Optional<String> unit,
            int attempt,
            Level level,
            String message,
            Optional<Section.Trouble> trouble,
            Instant occurredAt) {}

    /** What the payload of an event holds beside its columns. */
    private record Payload(Optional<Section.Trouble> trouble) {}

    public Mono<Job> find(String tenant, UUID jobId) {
        return bounded(tenant, job(tenant, jobId));
    }

    private Mono<Job> job(String tenant, UUID jobId) {
        return database.sql("select * from ledger.jobs where tenant = :tenant and id = :id")
                .bind("tenant", tenant)
                .bind("id", jobId)
                .map((row, _) -> JobRow.read(row))
                .one();
    }

    /** What is known of an id; empty if nothing is. */
    public Mono<Known> known(String tenant, UUID jobId) {
        return bounded(
                tenant,
                job(tenant, jobId).<Known>map(Known.Living::new).switchIfEmpty(Mono.defer(() -> tombstone(tenant, jobId)
                        .map(Known.Gone::new))));
    }

    /** True if there was such a job and it has been erased; empty if not. */
    public Mono<Boolean> isErased(String tenant, UUID jobId) {
        return forgotten(tenant, jobId).map(_ -> true);
    }

    /**
     * A job that there was.
     *
     * @param byTime whether its time was over; else somebody had it erased
     * @param at since when
     */
    public record Forgotten(boolean byTime, Instant at) {}

    /** Whether there was such a job and it has been erased; empty if not. */
    public Mono<Forgotten> forgotten(String tenant, UUID jobId) {
        return bounded(tenant, tombstone(tenant, jobId));
    }

    private Mono<Forgotten> tombstone(String tenant, UUID jobId) {
        return database.sql("select asked_by, erased_at from ledger.erased where tenant = :tenant and job_id = :id")
                .bind("tenant", tenant)
                .bind("id", jobId)
                .map((row, _) -> new Forgotten(
                        Columns.value(row, "asked_by", String.class).equals(Tombstone.RETENTION),
                        Columns.value(row, "erased_at", OffsetDateTime.class).toInstant()))
                .one();
    }

    /**
     * A page of a listing.
     *
     * @param counts how many jobs are in each state, among those that the filter takes whatever their state
     */
    public record Page(List<Job> jobs, Map<JobState, Long> counts) {}

    public Mono<Page> page(String tenant, Listing listing) {
        return bounded(
                tenant,
                lists.jobs(tenant, listing)
                        .collectList()
                        .zipWhen(_ -> lists.counts(tenant, listing.filter()), Page::new));
    }

    public Flux<Job> list(String tenant, Listing listing) {
        return bounded(tenant, lists.jobs(tenant, listing));
    }

    /** How many jobs are in each state, among those that the filter takes whatever their state; states without a job count 0. */
    public Mono<Map<JobState, Long>> counts(String tenant, JobFilter filter) {
        return bounded(tenant, lists.counts(tenant, filter));
    }

    /** True if the job's log has this fact; empty if it has not. */
    public Mono<Boolean> has(String tenant, UUID jobId, UUID eventId) {
        return bounded(
                tenant,
                database.sql("""
                    select true as known from ledger.events where tenant = :tenant and job_id = :job and event_id = :event
                    """)
                        .bind("tenant", tenant)
                        .bind("job", jobId)
                        .bind("event", eventId)
                        .map((row, _) -> Columns.value(row, "known", Boolean.class))
                        .one());
    }

    /** How many jobs of the tenant are at the same stage as this one, as urgent, and older; empty if there is no such job. */
    public Mono<Long> ahead(String tenant, UUID jobId) {
        return bounded(
                tenant,
                database.sql("""
                    select (select count(*) from ledger.jobs o where o.tenant = :tenant and o.state in ('REQUESTED', 'RUNNING')
                      and o.stage = j.stage and o.priority = j.priority and (o.created_at, o.id) < (j.created_at, j.id)) as jobs
                    from ledger.jobs j where j.tenant = :tenant and j.id = :job
                    """)
                        .bind("tenant", tenant)
                        .bind("job", jobId)
                        .map((row, _) -> Columns.value(row, "jobs", Long.class))
                        .one());
    }

    /** What went wrong last at a stage of a run. */
    public Mono<Entry> lastTrouble(String tenant, UUID jobId, int run, FlowStage stage) {
        return bounded(
                tenant,
                database.sql("""
                    select * from ledger.events where tenant = :tenant and job_id = :job and run = :run and stage = :stage
                      and type in ('STAGE_RETRYING', 'STAGE_POSTPONED') order by seq desc limit 1
                    """)
                        .bind("tenant", tenant)
                        .bind("job", jobId)
                        .bind("run", run)
                        .bind("stage", stage.label())
                        .map((row, _) -> entry(row))
                        .one());
    }

    /** Bytes of the objects that the job is known to have and that have not gone; empty if there is no such job. */
    public Mono<Long> storedBytes(String tenant, UUID jobId) {
        return bounded(
                tenant,
                database.sql("select " + StoredBytes.OF_JOB
                                + " as bytes from ledger.jobs j where j.tenant = :tenant and j.id = :job")
                        .bind("tenant", tenant)
                        .bind("job", jobId)
                        .map((row, _) -> Columns.value(row, "bytes", Long.class))
                        .one());
    }

    /** Millionths of a dollar that the tries of the tenant's jobs have cost since then; what ran before and tells later counts from then on. */
    public Mono<Long> spentSince(String tenant, Instant begin) {
        return bounded(
                tenant,
                database.sql("""
                        select cast(coalesce(sum(micro_dollars), 0) as bigint) as spent from (
                          select micro_dollars from ledger.spending where tenant = :tenant and occurred_at >= :begin
                          union all
                          select micro_dollars from ledger.erased_spending where tenant = :tenant and occurred_at >= :begin) s
                        """)
                        .bind("tenant", tenant)
                        .bind("begin", begin.atOffset(ZoneOffset.UTC))
                        .map((row, _) -> Columns.value(row, "spent", Long.class))
                        .one());
    }

    /** Lines of the log with numbers above {@code after}, in order. */
    public Flux<Entry> entries(String tenant, UUID jobId, long after, int limit) {
        return bounded(
                tenant,
                database.sql("""
                        select * from ledger.events e
                        where e.tenant = :tenant and e.job_id = :job and e.seq > :after order by e.seq limit :limit
                        """)
                        .bind("tenant", tenant)
                        .bind("job", jobId)
                        .bind("after", after)
                        .bind("limit", limit)
                        .map((row, _) -> entry(row))
                        .all());
    }

    /** The job's chunks: video before audio, in order, from the given place on. */
    public Flux<Section.Chunk> chunks(String tenant, UUID jobId, int offset, int limit) {
        return bounded(
                tenant,
                database.sql("""
                        select * from ledger.chunks c
                        where c.tenant = :tenant and c.job_id = :job order by c.track desc, c.index offset :offset limit :limit
                        """)
                        .bind("tenant", tenant)
                        .bind("job", jobId)
                        .bind("offset", offset)
                        .bind("limit", limit)
                        .map((row, _) -> chunk(row))
                        .all());
    }

    /** One chunk of the job; empty if there is none. */
    public Mono<Section.Chunk> chunk(String tenant, UUID jobId, Track track, int index) {
        return bounded(
                tenant,
                database.sql("""
                        select * from ledger.chunks c
                        where c.tenant = :tenant and c.job_id = :job and c.track = :track and c.index = :index
                        """)
                        .bind("tenant", tenant)
                        .bind("job", jobId)
                        .bind("track", track.name())
                        .bind("index", index)
                        .map((row, _) -> chunk(row))
                        .one());
    }

    /** The films that the job's last successful run made. */
    public Flux<Section.Film> films(String tenant, UUID jobId) {
        return bounded(
                tenant,
                database.sql("""
                        select * from ledger.outputs o
                        where o.tenant = :tenant and o.job_id = :job
                          and o.run = (select max(run) from ledger.outputs where tenant = :tenant and job_id = :job)
                        order by o.name
                        """)
                        .bind("tenant", tenant)
                        .bind("job", jobId)
                        .map((row, _) -> film(row))
                        .all());
    }

    /** A database that hangs is as good as none: whoever asks hears of it. */
    private <T> Mono<T> bounded(String tenant, Mono<T> answer) {
        return access.ofTenant(tenant, answer).timeout(longestWait).onErrorMap(TimeoutException.class, this::late);
    }

    private <T> Flux<T> bounded(String tenant, Flux<T> answer) {
        return access.ofTenant(tenant, answer).timeout(longestWait).onErrorMap(TimeoutException.class, this::late);
    }

    private QueryTimeoutException late(TimeoutException cause) {
        return new QueryTimeoutException("Expected the database to answer within " + longestWait, cause);
    }

    static Entry entry(Readable row) {
        Payload payload = LedgerJson.read(Columns.value(row, "payload", String.class), Payload.class);
        return new Entry(
                Columns.value(row, "seq", Long.class),
                Columns.value(row, "run", Integer.class),
                FactType.valueOf(Columns.value(row, "type", String.class)),
                Columns.text(row, "stage").map(FlowStage::ofLabel),
                Columns.text(row, "unit"),
                Columns.value(row, "attempt", Integer.class),
                Level.valueOf(Columns.value(row, "level", String.class)),
                Columns.value(row, "message", String.class),
                payload.trouble(),
                Columns.instant(row, "occurred_at"));
    }

    private static Section.Chunk chunk(Readable row) {
        return new Section.Chunk(
                Track.valueOf(Columns.value(row, "track", String.class)),
                Columns.value(row, "index", Integer.class),
                Columns.rational(row, "start"),
                Columns.rational(row, "duration"),
                LedgerJson.readOptional(row.get("object", String.class), StoredObject.class),
                LedgerJson.readOptional(row.get("findings", String.class), StoredObject.class),
                Columns.text(row, "status"),
                Columns.text(row, "problem"));
    }

    private static Section.Film film(Readable row) {
        return new Section.Film(
                Columns.value(row, "name", String.class),
                LedgerJson.read(Columns.value(row, "object", String.class), StoredObject.class),
                Columns.value(row, "format", String.class),
                Columns.value(row, "width", Integer.class),
                Columns.value(row, "height", Integer.class),
                Columns.rational(row, "duration"),
                Columns.value(row, "sound", Boolean.class));
    }
}
