package dev.rushes.ingest.webhooks.store;

import dev.rushes.ingest.webhooks.domain.Endpoint;
import dev.rushes.ingest.webhooks.domain.Endpoint.Secrets;
import dev.rushes.ingest.webhooks.domain.Endpoint.Standing;
import dev.rushes.ingest.webhooks.domain.Endpoint.State;
import dev.rushes.ingest.webhooks.domain.EventFilter;
import dev.rushes.runtime.database.RowAccess;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who is told. */
public final class Endpoints {
    private static final String INSERT = """
            insert into webhooks.endpoints (id, tenant, job_id, url, events, description, state, why, failing_since,
                                            secret, previous, previous_until, created_at, updated_at)
            values (:id, :tenant, :job, :url, :events, :description, :state, :why, :failing, :secret, :previous, :until,
                    :created, :updated)
            """;
    private static final String UPDATE = """
            update webhooks.endpoints
            set url = :url, events = :events, description = :description, state = :state, why = :why, failing_since = :failing,
                secret = :secret, previous = :previous, previous_until = :until, updated_at = :updated
            where id = :id and tenant = :tenant and updated_at = :before
            """;

    private final DatabaseClient database;
    private final RowAccess access;

    public Endpoints(DatabaseClient database, RowAccess access) {
        this.database = database;
        this.access = access;
    }

    /** How many of all tenants are in a state. */
    public Mono<Long> count(State state) {
        return access.ofAll(database.sql("select count(*) from webhooks.endpoints where state = :state")
                .bind("state", state.name())
                .map((row, _) -> java.util.Objects.requireNonNull(row.get(0, Long.class)))
                .one());
    }

    /** Adds an endpoint of a tenant; false if the tenant has as many as it may. */
    public Mono<Boolean> add(Endpoint endpoint, int most) {
        // Two at once may both see room for one: the limit is against carelessness, and one more does no harm.
        return access.ofTenant(
                endpoint.tenant(),
                bind(
                                database.sql(INSERT.replace("values (", "select ")
                                        .replace(
                                                ":updated)",
                                                ":updated where (select count(*) from webhooks.endpoints"
                                                        + " where tenant = :tenant and job_id is null) < :most")),
                                endpoint)
                        .bind("most", (long) most)
                        .fetch()
                        .rowsUpdated()
                        .map(rows -> rows > 0));
    }

    /** Adds the endpoint of a job, unless it is known. */
    public Mono<Void> register(Endpoint endpoint) {
        return access.ofTenant(
                endpoint.tenant(),
                bind(database.sql(INSERT + " on conflict (id) do nothing"), endpoint)
                        .then());
    }

    /** An endpoint, of the tenant or of one of its jobs. */
    public Mono<Endpoint> find(String tenant, UUID id) {
        return access.ofTenant(
                tenant,
                database.sql("select * from webhooks.endpoints where id = :id and tenant = :tenant")
                        .bind("id", id)
                        .bind("tenant", tenant)
                        .map((row, _) -> read(row))
                        .one());
    }

    /** The tenant's own endpoints, oldest first. */
    public Flux<Endpoint> of(String tenant) {
        return access.ofTenant(
                tenant,
                database.sql(
                                "select * from webhooks.endpoints where tenant = :tenant and job_id is null order by created_at, id")
                        .bind("tenant", tenant)
                        .map((row, _) -> read(row))
                        .all());
    }

    /** Whoever is to be told of something of these tenants or jobs. */
    public Flux<Endpoint> listening(Collection<String> tenants, Collection<UUID> jobs) {
        return access.ofAll(database.sql("""
                        select * from webhooks.endpoints where state = 'ENABLED' and job_id is null and tenant = any(:tenants)
                        union all
                        select * from webhooks.endpoints where state = 'ENABLED' and job_id = any(:jobs)
                        """)
                .bind("tenants", tenants.toArray(String[]::new))
                .bind("jobs", jobs.toArray(UUID[]::new))
                .map((row, _) -> read(row))
                .all());
    }

    /** Writes what the owner changed; false if somebody else was faster, or it is gone. */
    public Mono<Boolean> change(Endpoint before, Endpoint after) {
        return access.ofTenant(
                before.tenant(),
                bindChange(database.sql(UPDATE), after)
                        .bind("before", Rows.time(before.updatedAt()))
                        .fetch()
                        .rowsUpdated()
                        .map(rows -> rows > 0));
    }

    /** Removes an endpoint with its log; false if there is none. */
    public Mono<Boolean> remove(String tenant, UUID id) {
        return access.ofTenant(
                tenant,
                database.sql("""
                        with gone as (delete from webhooks.endpoints where id = :id and tenant = :tenant returning id),
                             log as (delete from webhooks.deliveries where endpoint_id in (select id from gone))
                        select id from gone
                        """)
                        .bind("id", id)
                        .bind("tenant", tenant)
                        .map((_, _) -> true)
                        .one()
                        .defaultIfEmpty(false));
    }

    /** Something arrived there. */
    public Mono<Void> succeeded(UUID id) {
        return access.ofAll(database.sql(
                        "update webhooks.endpoints set failing_since = null where id = :id and failing_since is not null")
                .bind("id", id)
                .then());
    }

    /** Something did not arrive there; since when nothing has. */
    public Mono<Instant> failed(UUID id, Instant at) {
        return access.ofAll(database.sql(
                        "update webhooks.endpoints set failing_since = coalesce(failing_since, :at) where id = :id returning failing_since")
                .bind("id", id)
                .bind("at", Rows.time(at))
                .map((row, _) -> Rows.instant(row, "failing_since"))
                .one());
    }

    /** Tells it no more. */
    public Mono<Void> disable(UUID id, String why) {
        return access.ofAll(database.sql(
                        "update webhooks.endpoints set state = 'DISABLED', why = :why where id = :id and state = 'ENABLED'")
                .bind("id", id)
                .bind("why", why)
                .then());
    }

    /** What signs for jobs that name no secret; empty if the tenant has none yet. */
    public Mono<Secrets> jobSecrets(String tenant) {
        return access.ofTenant(
                tenant,
                database.sql("select * from webhooks.job_secrets where tenant = :tenant")
                        .bind("tenant", tenant)
                        .map((row, _) -> secrets(row))
                        .one());
    }

    /** Keeps the first secret for jobs of a tenant; of two at once, the first wins. */
    public Mono<Void> keepJobSecret(String tenant, String sealed) {
        return access.ofTenant(
                tenant,
                database.sql(
                                "insert into webhooks.job_secrets (tenant, secret) values (:tenant, :secret) on conflict do nothing")
                        .bind("tenant", tenant)
                        .bind("secret", sealed)
                        .then());
    }

    /** Replaces the secret for jobs; the one before signs too until then. */
    public Mono<Void> replaceJobSecret(String tenant, String sealed, Instant previousUntil) {
        return access.ofTenant(
                tenant,
                database.sql("""
                        insert into webhooks.job_secrets (tenant, secret) values (:tenant, :secret)
                        on conflict (tenant) do update set previous = webhooks.job_secrets.secret, previous_until = :until, secret = :secret
                        """)
                        .bind("tenant", tenant)
                        .bind("secret", sealed)
                        .bind("until", Rows.time(previousUntil))
                        .then());
    }

    /** Removes endpoints of jobs that are older; at most so many. */
    public Mono<Void> forgetJobs(Instant before, int most) {
        return access.ofAll(database.sql("""
                        delete from webhooks.endpoints where id in
                            (select id from webhooks.endpoints where job_id is not null and created_at < :before limit :most)
                        """)
                .bind("before", Rows.time(before))
                .bind("most", most)
                .then());
    }

    private static GenericExecuteSpec bind(GenericExecuteSpec statement, Endpoint endpoint) {
        return Rows.bind(bindChange(statement, endpoint), "job", endpoint.jobId(), UUID.class)
                .bind("created", Rows.time(endpoint.createdAt()));
    }

    private static GenericExecuteSpec bindChange(GenericExecuteSpec statement, Endpoint endpoint) {
        GenericExecuteSpec bound = statement
                .bind("id", endpoint.id())
                .bind("tenant", endpoint.tenant())
                .bind("url", endpoint.url())
                .bind("events", endpoint.filter().patterns().toArray(String[]::new))
                .bind("description", endpoint.description())
                .bind("state", endpoint.standing().state().name())
                .bind("why", endpoint.standing().why())
                .bind("updated", Rows.time(endpoint.updatedAt()));
        bound = Rows.bindTime(bound, "failing", endpoint.standing().failingSince());
        bound = Rows.bind(bound, "secret", endpoint.secrets().current(), String.class);
        bound = Rows.bind(bound, "previous", endpoint.secrets().previous(), String.class);
        return Rows.bindTime(bound, "until", endpoint.secrets().previousUntil());
    }

    private static Endpoint read(Readable row) {
        return new Endpoint(
                Rows.value(row, "id", UUID.class),
                Rows.value(row, "tenant", String.class),
                Rows.optional(row, "job_id", UUID.class),
                Rows.value(row, "url", String.class),
                new EventFilter(List.of(Rows.value(row, "events", String[].class))),
                Rows.value(row, "description", String.class),
                new Standing(
                        State.valueOf(Rows.value(row, "state", String.class)),
                        Rows.value(row, "why", String.class),
                        Rows.optionalInstant(row, "failing_since")),
                secrets(row),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "updated_at"));
    }

    private static Secrets secrets(Readable row) {
        return new Secrets(
                Rows.optional(row, "secret", String.class),
                Rows.optional(row, "previous", String.class),
                Rows.optionalInstant(row, "previous_until"));
    }
}
