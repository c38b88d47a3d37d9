package dev.rushes.ingest.webhooks.store;

import dev.rushes.ingest.webhooks.domain.Due;
import dev.rushes.ingest.webhooks.domain.Logged;
import dev.rushes.ingest.webhooks.domain.Logged.State;
import dev.rushes.ingest.webhooks.domain.Logged.Try;
import dev.rushes.runtime.database.RowAccess;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The delivery log. A row never goes back to an earlier round, whoever writes first, and none comes back of a job that has been erased. */
public final class Deliveries {
    private static final String INSERT = """
            insert into webhooks.deliveries (id, tenant, endpoint_id, type, job_id, event_at, round, body, state, attempts, created_at)
            select :id, :tenant, :endpoint, :type, :job, :eventAt, :round, :body, :state, :attempts, :now
            where not exists (select from webhooks.erased where job_id = :job)
            """;
    private static final String SELECT = """
            select d.*, t.round as try_round, t.attempt, t.at, t.took_millis, t.status, t.problem
            from webhooks.deliveries d left join lateral
                (select * from webhooks.tries where delivery_id = d.id order by round desc, attempt desc limit 1) t on true
            """;

    private final DatabaseClient database;
    private final RowAccess access;

    public Deliveries(DatabaseClient database, RowAccess access) {
        this.database = database;
        this.access = access;
    }

    /** Where a page of a listing begins: behind this delivery. */
    public record Position(Instant created, UUID id) {}

    /** Which round of a delivery has been asked for, and how far it got. */
    public record Standing(int round, State state) {}

    /** A delivery is owed now; one that is known stays as it is, unless this is a later round. */
    public Mono<Void> owed(Due due, Instant now) {
        return access.ofTenant(
                due.tenant(),
                bind(database.sql(INSERT + """
                        on conflict (id) do update set round = :round, state = :state where webhooks.deliveries.round < :round
                        """), due)
                        .bind("state", State.PENDING.name())
                        .bind("attempts", 0)
                        .bind("now", Rows.time(now))
                        .then());
    }

    public Mono<Standing> standing(UUID id) {
        return access.ofAll(database.sql("select round, state from webhooks.deliveries where id = :id")
                .bind("id", id)
                .map((row, _) -> new Standing(
                        Rows.value(row, "round", Integer.class), State.valueOf(Rows.value(row, "state", String.class))))
                .one());
    }

    /** Whether the job that a delivery is about has been erased, so that nobody is to hear of it. */
    public Mono<Boolean> isErased(Due due) {
        return due.jobId().isEmpty()
                ? Mono.just(false)
                : new ErasedJobs(database, access)
                        .isErased(due.tenant(), due.jobId().get());
    }

    /** What became of a try, and where the delivery stands then. */
    public Mono<Void> tried(Due due, Try attempt, State state) {
        Mono<Void> row = bind(database.sql(INSERT + """
                        on conflict (id) do update set attempts = webhooks.deliveries.attempts + 1,
                            state = case when webhooks.deliveries.round > :round then webhooks.deliveries.state else :state end,
                            round = greatest(webhooks.deliveries.round, :round)
                        """), due)
                .bind("state", state.name())
                .bind("attempts", 1)
                .bind("now", Rows.time(attempt.at()))
                .then();
        GenericExecuteSpec line = database.sql("""
                        insert into webhooks.tries (delivery_id, round, attempt, at, took_millis, status, problem)
                        select :id, :round, :attempt, :at, :took, :status, :problem
                        where exists (select from webhooks.deliveries where id = :id)
                        on conflict (delivery_id, round, attempt) do update set at = :at, took_millis = :took, status = :status, problem = :problem
                        """)
                .bind("id", due.id())
                .bind("round", due.round())
                .bind("attempt", attempt.attempt())
                .bind("at", Rows.time(attempt.at()))
                .bind("took", attempt.took().toMillis())
                .bind("problem", attempt.problem());
        return access.ofTenant(
                due.tenant(),
                row.then(Rows.bind(line, "status", attempt.status(), Integer.class)
                        .then()));
    }

    /** It will not be tried in this round any more. */
    public Mono<Void> givenUp(Due due, Instant now) {
        return access.ofTenant(
                due.tenant(),
                bind(database.sql(INSERT + """
                        on conflict (id) do update set state = :state, round = :round where webhooks.deliveries.round <= :round
                        """), due)
                        .bind("state", State.FAILED.name())
                        .bind("attempts", 0)
                        .bind("now", Rows.time(now))
                        .then());
    }

    /** One delivery of an endpoint. */
    public Mono<Logged> find(String tenant, UUID endpoint, UUID id) {
        return access.ofTenant(
                tenant,
                database.sql(SELECT + " where d.tenant = :tenant and d.endpoint_id = :endpoint and d.id = :id")
                        .bind("tenant", tenant)
                        .bind("endpoint", endpoint)
                        .bind("id", id)
                        .map((row, _) -> read(row))
                        .one());
    }

    /** Deliveries of an endpoint, newest first. */
    public Flux<Logged> of(String tenant, UUID endpoint, Optional<State> state, Optional<Position> behind, int most) {
        GenericExecuteSpec statement = database.sql(SELECT + " where d.tenant = :tenant and d.endpoint_id = :endpoint"
                        + (state.isPresent() ? " and d.state = :state" : "")
                        + (behind.isPresent() ? " and (d.created_at, d.id) < (:created, :behind)" : "")
                        + " order by d.created_at desc, d.id desc limit :most")
                .bind("tenant", tenant)
                .bind("endpoint", endpoint)
                .bind("most", most);
        if (state.isPresent()) {
            statement = statement.bind("state", state.get().name());
        }
        if (behind.isPresent()) {
            statement = statement
                    .bind("created", Rows.time(behind.get().created()))
                    .bind("behind", behind.get().id());
        }
        return access.ofTenant(tenant, statement.map((row, _) -> read(row)).all());
    }

    /** Tries of a delivery in order, at most so many. */
    public Flux<Try> tries(UUID id, int most) {
        return database.sql(
                        "select *, round as try_round from webhooks.tries where delivery_id = :id order by round, attempt limit :most")
                .bind("id", id)
                .bind("most", most)
                .map((row, _) -> attempt(row))
                .all();
    }

    /** Removes deliveries that are older; at most so many. */
    public Mono<Void> forget(Instant before, int most) {
        return access.ofAll(database.sql(
                        "delete from webhooks.deliveries where id in (select id from webhooks.deliveries where created_at < :before limit :most)")
                .bind("before", Rows.time(before))
                .bind("most", most)
                .then());
    }

    private static GenericExecuteSpec bind(GenericExecuteSpec statement, Due due) {
        return Rows.bind(statement, "job", due.jobId(), UUID.class)
                .bind("id", due.id())
                .bind("tenant", due.tenant())
                .bind("endpoint", due.endpointId())
                .bind("type", due.type())
                .bind("eventAt", Rows.time(due.eventAt()))
                .bind("round", due.round())
                .bind("body", due.body());
    }

    private static Logged read(Readable row) {
        Due due = new Due(
                Rows.value(row, "id", UUID.class),
                Rows.value(row, "tenant", String.class),
                Rows.value(row, "endpoint_id", UUID.class),
                Rows.value(row, "type", String.class),
                Rows.optional(row, "job_id", UUID.class),
                Rows.instant(row, "event_at"),
                Rows.value(row, "round", Integer.class),
                Rows.value(row, "body", String.class));
        return new Logged(
                due,
                State.valueOf(Rows.value(row, "state", String.class)),
                Rows.value(row, "attempts", Integer.class),
                Rows.optional(row, "try_round", Integer.class).map(_ -> attempt(row)),
                Rows.instant(row, "created_at"));
    }

    private static Try attempt(Readable row) {
        return new Try(
                Rows.value(row, "try_round", Integer.class),
                Rows.value(row, "attempt", Integer.class),
                Rows.instant(row, "at"),
                Duration.ofMillis(Rows.value(row, "took_millis", Long.class)),
                Rows.optional(row, "status", Integer.class),
                Rows.value(row, "problem", String.class));
    }
}
