package dev.rushes.ingest.access.keys;

import dev.rushes.ingest.access.Scope;
import dev.rushes.runtime.database.RowAccess;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keys in Postgres. Works for all tenants: whoever shows a key has not said yet whose it is, and operators manage everybody's.
 */
public final class KeyStore {
    private static final String INSERT = """
            insert into access.keys (id, tenant, label, digest, scopes, created_at, created_by, expires_at, replaces)
            values (:id, :tenant, :label, :digest, :scopes, :created, :by, :expires, :replaces)
            """;

    private final DatabaseClient database;
    private final RowAccess access;
    private final Duration longestWait;

    /** @param longestWait for an answer; then it is a {@link QueryTimeoutException} */
    public KeyStore(DatabaseClient database, RowAccess access, Duration longestWait) {
        this.database = database;
        this.access = access;
        this.longestWait = longestWait;
    }

    /** @return whether it is new; false if there is a key with this id already */
    public Mono<Boolean> add(AccessKey key) {
        return all(bind(database.sql(INSERT + " on conflict (id) do nothing"), key)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1));
    }

    /** Adds a key in the place of another one, which is good for a while yet; empty if that one is not good now. */
    public Mono<AccessKey> rotate(AccessKey next, String old, Instant now, Instant goodUntil) {
        Mono<Long> retired = database.sql("""
                        update access.keys set expires_at = least(coalesce(expires_at, :until), :until)
                        where id = :id and revoked_at is null and (expires_at is null or expires_at > :now)
                        """)
                .bind("id", old)
                .bind("until", goodUntil.atOffset(ZoneOffset.UTC))
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .fetch()
                .rowsUpdated();
        return all(retired.filter(rows -> rows == 1)
                .flatMap(_ -> bind(database.sql(INSERT), next).fetch().rowsUpdated())
                .map(_ -> next));
    }

    public Mono<AccessKey> find(String id) {
        return all(database.sql("select * from access.keys where id = :id")
                .bind("id", id)
                .map((row, _) -> read(row))
                .one());
    }

    /** A tenant's keys, or everybody's; newest first. */
    public Flux<AccessKey> list(Optional<String> tenant, int limit) {
        GenericExecuteSpec statement = database.sql("select * from access.keys "
                        + (tenant.isPresent() ? "where tenant = :tenant " : "")
                        + "order by created_at desc, id limit :limit")
                .bind("limit", limit);
        GenericExecuteSpec bound = tenant.isPresent() ? statement.bind("tenant", tenant.get()) : statement;
        return access.ofAll(bound.map((row, _) -> read(row)).all())
                .timeout(longestWait)
                .onErrorMap(TimeoutException.class, this::late);
    }

    /** Takes a key back for good; the key as it is then, empty if there is none. The first time counts. */
    public Mono<AccessKey> revoke(String id, Instant now) {
        return all(database.sql(
                        "update access.keys set revoked_at = coalesce(revoked_at, :now) where id = :id returning *")
                .bind("id", id)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .map((row, _) -> read(row))
                .one());
    }

    /** Notes that a key was used. */
    Mono<Void> used(String id, Instant now) {
        return all(
                database.sql("update access.keys set used_at = greatest(coalesce(used_at, :now), :now) where id = :id")
                        .bind("id", id)
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .then());
    }

    /** Adds the key if no operator can manage keys yet; of several instances one does. */
    Mono<Boolean> addIfNoOperator(AccessKey key, Instant now) {
        Mono<Void> turn = database.sql("select pg_advisory_xact_lock(hashtext('rushes.first-key'))")
                .then();
        Mono<Boolean> nobody = database.sql("""
                        select not exists (select from access.keys where :scope = any(scopes) and revoked_at is null
                            and (expires_at is null or expires_at > :now)) as nobody
                        """)
                .bind("scope", Scope.OPERATOR_WRITE.word())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .map((row, _) -> value(row, "nobody", Boolean.class))
                .one();
        return all(turn.then(nobody)
                .flatMap(none -> none
                        ? bind(database.sql(INSERT), key).fetch().rowsUpdated().thenReturn(true)
                        : Mono.just(false)));
    }

    private <T> Mono<T> all(Mono<T> work) {
        return access.ofAll(work).timeout(longestWait).onErrorMap(TimeoutException.class, this::late);
    }

    private QueryTimeoutException late(TimeoutException cause) {
        return new QueryTimeoutException("Expected the database to answer within " + longestWait, cause);
    }

    private static GenericExecuteSpec bind(GenericExecuteSpec statement, AccessKey key) {
        GenericExecuteSpec bound = statement
                .bind("id", key.id())
                .bind("tenant", key.tenant())
                .bind("label", key.label())
                .bind("digest", java.nio.ByteBuffer.wrap(key.digest()))
                .bind("scopes", key.scopes().stream().map(Scope::word).sorted().toArray(String[]::new))
                .bind("created", key.created().at().atOffset(ZoneOffset.UTC))
                .bind("by", key.created().by());
        bound = key.expires().isPresent()
                ? bound.bind("expires", key.expires().get().atOffset(ZoneOffset.UTC))
                : bound.bindNull("expires", OffsetDateTime.class);
        return key.replaces().isPresent()
                ? bound.bind("replaces", key.replaces().get())
                : bound.bindNull("replaces", String.class);
    }

    private static AccessKey read(Readable row) {
        java.nio.ByteBuffer digest = value(row, "digest", java.nio.ByteBuffer.class);
        byte[] bytes = new byte[digest.remaining()];
        digest.get(bytes);
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        Arrays.stream(value(row, "scopes", String[].class))
                .flatMap(word -> Scope.parse(word).stream())
                .forEach(scopes::addAll);
        return new AccessKey(
                value(row, "id", String.class),
                value(row, "tenant", String.class),
                value(row, "label", String.class),
                scopes,
                new AccessKey.Created(
                        value(row, "created_at", OffsetDateTime.class).toInstant(),
                        value(row, "created_by", String.class)),
                instant(row, "expires_at"),
                instant(row, "revoked_at"),
                instant(row, "used_at"),
                Optional.ofNullable(row.get("replaces", String.class)),
                bytes);
    }

    private static <T> T value(Readable row, String name, Class<T> type) {
        @Nullable T value = row.get(name, type);
        return Objects.requireNonNull(value, name);
    }

    private static Optional<Instant> instant(Readable row, String name) {
        return Optional.ofNullable(row.get(name, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
