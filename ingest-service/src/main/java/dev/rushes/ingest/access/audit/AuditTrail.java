package dev.rushes.ingest.access.audit;

import dev.rushes.runtime.database.RowAccess;
import dev.rushes.runtime.kafka.AuditEntry;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The audit in Postgres. For operators, so it works for all tenants. */
public final class AuditTrail {
    /** Consumer group that reads the log of the audit for it: an interface for operators, it never changes. */
    public static final String GROUP = "rushes.audit-trail";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final String INSERT = """
            insert into access.audit (id, at, action_id, operator, action, subject, tenant, job, run, arguments, reason, dry_run,
                result, outcome)
            values (:id, :at, :actionId, :operator, :action, :subject, :tenant, :job, :run, cast(:arguments as jsonb), :reason,
                :dryRun, :result, cast(:outcome as jsonb))
            on conflict (id) do nothing
            """;

    private final DatabaseClient database;
    private final RowAccess access;
    private final Duration longestWait;

    /** @param longestWait for an answer; then it is a {@link QueryTimeoutException} */
    public AuditTrail(DatabaseClient database, RowAccess access, Duration longestWait) {
        this.database = database;
        this.access = access;
        this.longestWait = longestWait;
    }

    /**
     * Which entries to list, newest first.
     *
     * @param after goes on behind this one
     */
    public record Listing(
            Optional<String> operator,
            Optional<String> action,
            Optional<String> tenant,
            Optional<Position> after,
            int limit) {}

    /** Where a listing stopped. */
    public record Position(Instant at, UUID id) {}

    /** Adds entries; those that are there already stay as they are. */
    public Mono<Void> add(List<AuditEntry> entries) {
        return access.ofAll(Flux.fromIterable(entries)
                .concatMap(entry -> bind(database.sql(INSERT), entry).then())
                .then());
    }

    public Flux<AuditEntry> list(Listing listing) {
        String sql = "select * from access.audit where true"
                + (listing.operator().isPresent() ? " and operator = :operator" : "")
                + (listing.action().isPresent() ? " and action = :action" : "")
                + (listing.tenant().isPresent() ? " and tenant = :tenant" : "")
                + (listing.after().isPresent() ? " and (at, id) < (:at, :id)" : "")
                + " order by at desc, id desc limit :limit";
        GenericExecuteSpec statement = database.sql(sql).bind("limit", listing.limit());
        statement = optional(statement, "operator", listing.operator());
        statement = optional(statement, "action", listing.action());
        statement = optional(statement, "tenant", listing.tenant());
        statement = optional(
                statement, "at", listing.after().map(after -> after.at().atOffset(ZoneOffset.UTC)));
        statement = optional(statement, "id", listing.after().map(Position::id));
        return access.ofAll(statement.map((row, _) -> read(row)).all())
                .timeout(longestWait)
                .onErrorMap(
                        TimeoutException.class,
                        late -> new QueryTimeoutException(
                                "Expected the database to answer within " + longestWait, late));
    }

    private static GenericExecuteSpec optional(GenericExecuteSpec statement, String name, Optional<?> value) {
        return value.isPresent() ? statement.bind(name, value.get()) : statement;
    }

    private static GenericExecuteSpec bind(GenericExecuteSpec statement, AuditEntry entry) {
        GenericExecuteSpec bound = statement
                .bind("id", entry.id())
                .bind("at", entry.at().atOffset(ZoneOffset.UTC))
                .bind("actionId", entry.deed().id())
                .bind("operator", clean(entry.deed().operator()))
                .bind("action", clean(entry.deed().action()))
                .bind("subject", clean(entry.subject().name()))
                .bind("tenant", clean(entry.subject().tenant()))
                .bind("arguments", json(entry.deed().arguments()))
                .bind("reason", clean(entry.deed().reason()))
                .bind("dryRun", entry.deed().dryRun())
                .bind("result", entry.result().name())
                .bind("outcome", json(entry.outcome()));
        bound = entry.subject().job().isPresent()
                ? bound.bind("job", entry.subject().job().get())
                : bound.bindNull("job", UUID.class);
        return entry.subject().run().isPresent()
                ? bound.bind("run", entry.subject().run().get())
                : bound.bindNull("run", Integer.class);
    }

    /** Postgres keeps no NUL. */
    private static String clean(String text) {
        return text.replace("\u0000", "");
    }

    private static String json(Map<String, String> texts) {
        return JSON.writeValueAsString(texts).replace("\\u0000", "");
    }

    private static AuditEntry read(Readable row) {
        return new AuditEntry(
                value(row, "id", UUID.class),
                value(row, "at", OffsetDateTime.class).toInstant(),
                new AuditEntry.Deed(
                        value(row, "action_id", UUID.class),
                        value(row, "operator", String.class),
                        value(row, "action", String.class),
                        value(row, "reason", String.class),
                        JSON.readValue(value(row, "arguments", String.class), TEXTS),
                        value(row, "dry_run", Boolean.class)),
                new AuditEntry.Subject(
                        value(row, "subject", String.class),
                        value(row, "tenant", String.class),
                        Optional.ofNullable(row.get("job", UUID.class)),
                        Optional.ofNullable(row.get("run", Integer.class))),
                AuditEntry.Result.valueOf(value(row, "result", String.class)),
                JSON.readValue(value(row, "outcome", String.class), TEXTS),
                Optional.empty());
    }

    private static <T> T value(Readable row, String name, Class<T> type) {
        return Objects.requireNonNull(row.get(name, type), name);
    }
}
