package dev.rushes.ingest.tus;

import dev.rushes.ingest.tus.domain.Phase;
import dev.rushes.ingest.tus.domain.Upload;
import dev.rushes.media.store.Part;
import dev.rushes.media.store.PartedObject;
import dev.rushes.runtime.database.RowAccess;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The record of all uploads. Times are the database's, so that instances with different clocks agree. What changes an upload needs its turn: with
 * an old fence nothing is changed, and the answer is empty. An upload is added and found as its tenant's; whoever has the turn has found it so, or keeps house.
 */
final class UploadRows {
    private static final String SELECT = "select u.*, u.expires_at <= now() as expired from uploads.uploads u ";
    private static final String HELD = " where id = :id and fence = :fence and phase <> 'GONE' ";

    private final DatabaseClient database;
    private final RowAccess access;
    private final Duration longestWait;
    private final double expirySeconds;
    private final double keptSeconds;

    /** @param longestWait for an answer; then it is a {@link QueryTimeoutException} */
    UploadRows(DatabaseClient database, RowAccess access, Duration longestWait, UploadSettings settings) {
        this.database = database;
        this.access = access;
        this.longestWait = longestWait;
        this.expirySeconds = settings.expiry().toMillis() / 1000.0;
        this.keptSeconds = settings.kept().toMillis() / 1000.0;
    }

    /** Numbers of all open uploads. */
    record Open(long uploads, long bytes) {}

    /** Writes a new upload down; it expires in due time. */
    Mono<Upload> add(Upload upload, PartedObject object) {
        GenericExecuteSpec insert = database.sql("""
            insert into uploads.uploads (id, tenant, kind, phase, length, position, metadata, concatenation, pieces, job_id,
                object_key, content_type, part_size, token, expires_at)
            values (:id, :tenant, :kind, :phase, :length, :position, :metadata, :concatenation, :pieces, :job,
                :key, :type, :partSize, :token, now() + make_interval(secs => :expiry))
            returning *, false as expired
            """)
                .bind("id", upload.id())
                .bind("tenant", upload.tenant())
                .bind("kind", upload.kind().name())
                .bind("phase", upload.phase().name())
                .bind("position", upload.offset())
                .bind("metadata", upload.metadata())
                .bind("concatenation", upload.concatenation())
                .bind("pieces", upload.pieces().toArray(UUID[]::new))
                .bind("key", object.key())
                .bind("type", object.contentType())
                .bind("partSize", object.partSize())
                .bind("token", object.token())
                .bind("expiry", upload.isReceiving() ? expirySeconds : keptSeconds);
        insert = upload.jobId().isPresent()
                ? insert.bind("job", upload.jobId().get())
                : insert.bindNull("job", UUID.class);
        return bounded(access.ofTenant(
                upload.tenant(),
                length(insert, upload.length()).map((row, _) -> upload(row)).one()));
    }

    /** An upload of a tenant. */
    Mono<Upload> find(String tenant, UUID id) {
        return bounded(access.ofTenant(
                tenant,
                database.sql(SELECT + "where tenant = :tenant and id = :id and phase <> 'GONE'")
                        .bind("tenant", tenant)
                        .bind("id", id)
                        .map((row, _) -> upload(row))
                        .one()));
    }

    /** An upload with its parts, whoever owns it, in whatever phase. */
    Mono<StoredUpload> read(UUID id) {
        Mono<List<Part>> parts = database.sql(
                        "select number, length, token from uploads.parts where upload_id = :id order by number")
                .bind("id", id)
                .map((row, _) -> new Part(
                        value(row, "number", Integer.class),
                        value(row, "length", Long.class),
                        value(row, "token", String.class)))
                .all()
                .collectList();
        return bounded(access.ofAll(database.sql(SELECT + "where id = :id")
                .bind("id", id)
                .map((row, _) -> new StoredUpload(upload(row), object(row), List.of()))
                .one()
                .zipWith(parts, (found, list) -> new StoredUpload(found.upload(), found.object(), list))));
    }

    /**
     * Records parts, each in place of the one with its number, the length if it is known by now, and how many bytes there are with them. An upload
     * that has all its bytes moves on.
     */
    Mono<Upload> record(Turn turn, List<Part> parts, long position, OptionalLong length) {
        GenericExecuteSpec update = held(turn, """
            with held as (
                update uploads.uploads set position = :position, length = cast(:length as bigint),
                    phase = case when cast(:length as bigint) = :position then 'RECEIVED' else phase end,
                    expires_at = now() + make_interval(secs =>
                        case when cast(:length as bigint) = :position then :kept else :expiry end)
            """ + HELD + """
                and phase = 'RECEIVING' returning *),
            recorded as (
                insert into uploads.parts (upload_id, number, length, token)
                select held.id, part.number, part.length, part.token
                from held, unnest(cast(:numbers as integer[]), cast(:lengths as bigint[]), cast(:tokens as text[]))
                    as part (number, length, token)
                on conflict (upload_id, number) do update set length = excluded.length, token = excluded.token)
            select *, false as expired from held
            """)
                .bind("position", position)
                .bind("kept", keptSeconds)
                .bind("expiry", expirySeconds)
                .bind("numbers", parts.stream().map(Part::number).toArray(Integer[]::new))
                .bind("lengths", parts.stream().map(Part::length).toArray(Long[]::new))
                .bind("tokens", parts.stream().map(Part::token).toArray(String[]::new));
        return bounded(
                access.ofAll(length(update, length).map((row, _) -> upload(row)).one()));
    }

    /** Takes parts back that the store has lost: those behind a number. */
    Mono<Upload> cut(Turn turn, int lastPart, long position) {
        return bounded(access.ofAll(held(turn, """
            with held as (update uploads.uploads set position = :position
            """ + HELD + """
                and phase = 'RECEIVING' returning *),
            lost as (delete from uploads.parts using held where upload_id = held.id and number > :last)
            select *, false as expired from held
            """)
                .bind("position", position)
                .bind("last", lastPart)
                .map((row, _) -> upload(row))
                .one()));
    }

    /** The bytes are one object now. */
    Mono<Upload> stored(Turn turn, String sha256) {
        return bounded(access.ofAll(held(
                        turn,
                        "update uploads.uploads set phase = 'STORED', sha256 = :sha256" + HELD
                                + "and phase = 'RECEIVED' returning *, false as expired")
                .bind("sha256", sha256)
                .map((row, _) -> upload(row))
                .one()));
    }

    /** Nothing is left to do. */
    Mono<Upload> done(Turn turn) {
        return bounded(access.ofAll(held(
                        turn,
                        "update uploads.uploads set phase = 'DONE', expires_at = now() + make_interval(secs => :kept)"
                                + HELD + "and phase = 'STORED' returning *, false as expired")
                .bind("kept", keptSeconds)
                .map((row, _) -> upload(row))
                .one()));
    }

    /** From now on it does not exist for anybody, but its bytes may. */
    Mono<Boolean> gone(Turn turn) {
        return bounded(access.ofAll(held(
                        turn,
                        "update uploads.uploads set phase = 'GONE' where id = :id and fence = :fence returning true as"
                                + " gone")
                .map((row, _) -> value(row, "gone", Boolean.class))
                .one()));
    }

    Mono<Void> delete(UUID id) {
        return bounded(access.ofAll(database.sql("delete from uploads.uploads where id = :id and phase = 'GONE'")
                .bind("id", id)
                .then()));
    }

    /** Those of some ids that are uploads, or jobs of uploads; whoever owns them. */
    Flux<UUID> known(UUID[] ids) {
        return access.ofAll(database.sql("""
                        select id from uploads.uploads where id = any(:ids)
                        union select job_id from uploads.uploads where job_id = any(:ids)
                        """)
                        .bind("ids", ids)
                        .map((row, _) -> value(row, "id", UUID.class))
                        .all())
                .timeout(longestWait)
                .onErrorMap(TimeoutException.class, this::late);
    }

    /** Those of the store's tokens that some upload has. */
    Flux<String> held(Set<String> tokens) {
        return access.ofAll(database.sql("select token from uploads.uploads where token = any(:tokens)")
                        .bind("tokens", tokens.toArray(String[]::new))
                        .map((row, _) -> value(row, "token", String.class))
                        .all())
                .timeout(longestWait)
                .onErrorMap(TimeoutException.class, this::late);
    }

    /** Uploads whose time is over, and such as were being removed; nobody's turn. */
    Flux<UUID> expired(int most) {
        return ids("(expires_at <= now() or phase = 'GONE') order by expires_at", most);
    }

    /** Uploads whose bytes are all here, but whose end was interrupted; nobody's turn. */
    Flux<UUID> unfinished(int most) {
        return ids("phase in ('RECEIVED', 'STORED') and expires_at > now() order by created_at", most);
    }

    /** Uploads that became, or were to become, a job, in whatever phase and whoever's turn it is. */
    Flux<UUID> ofJob(UUID job, int most) {
        return access.ofAll(database.sql("select id from uploads.uploads where job_id = :job limit :most")
                        .bind("job", job)
                        .bind("most", most)
                        .map((row, _) -> value(row, "id", UUID.class))
                        .all())
                .timeout(longestWait)
                .onErrorMap(TimeoutException.class, this::late);
    }

    Mono<Open> open() {
        return bounded(access.ofAll(
                database.sql("select count(*) as uploads, cast(coalesce(sum(position), 0) as bigint) as bytes"
                                + " from uploads.uploads where phase = 'RECEIVING'")
                        .map((row, _) -> new Open(value(row, "uploads", Long.class), value(row, "bytes", Long.class)))
                        .one()));
    }

    private Flux<UUID> ids(String condition, int most) {
        return access.ofAll(
                        database.sql("select id from uploads.uploads where (holder is null or held_until <= now()) and "
                                        + condition + " limit :most")
                                .bind("most", most)
                                .map((row, _) -> value(row, "id", UUID.class))
                                .all())
                .timeout(longestWait)
                .onErrorMap(TimeoutException.class, this::late);
    }

    private GenericExecuteSpec held(Turn turn, String sql) {
        return database.sql(sql).bind("id", turn.id()).bind("fence", turn.fence());
    }

    private static GenericExecuteSpec length(GenericExecuteSpec statement, OptionalLong length) {
        return length.isPresent()
                ? statement.bind("length", length.getAsLong())
                : statement.bindNull("length", Long.class);
    }

    private <T> Mono<T> bounded(Mono<T> answer) {
        return answer.timeout(longestWait).onErrorMap(TimeoutException.class, this::late);
    }

    private QueryTimeoutException late(TimeoutException cause) {
        return new QueryTimeoutException("Expected the database to answer within " + longestWait, cause);
    }

    private static Upload upload(Readable row) {
        Long length = row.get("length", Long.class);
        return new Upload(
                value(row, "id", UUID.class),
                value(row, "tenant", String.class),
                Upload.Kind.valueOf(value(row, "kind", String.class)),
                Phase.valueOf(value(row, "phase", String.class)),
                length == null ? OptionalLong.empty() : OptionalLong.of(length),
                value(row, "position", Long.class),
                value(row, "metadata", String.class),
                value(row, "concatenation", String.class),
                Arrays.asList(value(row, "pieces", UUID[].class)),
                Optional.ofNullable(row.get("job_id", UUID.class)),
                Optional.ofNullable(row.get("sha256", String.class)),
                value(row, "expires_at", OffsetDateTime.class).toInstant(),
                value(row, "expired", Boolean.class));
    }

    private static PartedObject object(Readable row) {
        return new PartedObject(
                value(row, "id", UUID.class),
                value(row, "object_key", String.class),
                value(row, "content_type", String.class),
                value(row, "part_size", Long.class),
                value(row, "token", String.class));
    }

    private static <T> T value(Readable row, String name, Class<T> type) {
        return Objects.requireNonNull(row.get(name, type), name);
    }
}
