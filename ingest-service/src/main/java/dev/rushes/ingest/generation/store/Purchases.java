package dev.rushes.ingest.generation.store;

import dev.rushes.ingest.generation.domain.Bill;
import dev.rushes.ingest.generation.domain.GenerationEnd;
import dev.rushes.ingest.generation.domain.Purchase;
import dev.rushes.ingest.generation.domain.PurchaseState;
import dev.rushes.runtime.database.RowAccess;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.StageFailure;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Remembers what was bought. A change happens only from a state that allows it, so of two that want to change a purchase at the same time one does; who
 * did is told. What can't be done now is a {@code DATABASE_UNAVAILABLE}.
 */
public final class Purchases {
    private static final String CHANGE = "update generation.purchases set state = :state, ";

    private final DatabaseClient database;
    private final RowAccess access;
    private final Duration longestWait;

    /** @param longestWait for an answer; then it is an error */
    public Purchases(DatabaseClient database, RowAccess access, Duration longestWait) {
        this.database = database;
        this.access = access;
        this.longestWait = longestWait;
    }

    /** All purchases of a job, in the order of its runs. */
    public Mono<List<Purchase>> of(String tenant, UUID job) {
        Flux<Purchase> found = database.sql(
                        "select * from generation.purchases where tenant = :tenant and job_id = :job order by run")
                .bind("tenant", tenant)
                .bind("job", job)
                .map((row, _) -> PurchaseRows.read(row))
                .all();
        return safe(access.ofTenant(tenant, found).collectList());
    }

    /** Writes down that it is about to be bought. @return whether this caller may buy it: nobody else has written it down before */
    public Mono<Boolean> intend(Purchase purchase) {
        return changed(purchase, PurchaseRows.bind(database.sql("""
                insert into generation.purchases (id, tenant, job_id, run, state, generator, model, operation, film, intended_at,
                    billed, tokens_in, tokens_out, micro_dollars, most_micro_dollars, prices, code, message)
                values (:id, :tenant, :job, :run, :state, :generator, :model, '', '', :intended, :billed, 0, 0, 0, :most, :prices, '', '')
                on conflict do nothing"""), purchase));
    }

    /** The service has certainly not taken it: as if nobody had wanted it. */
    public Mono<Boolean> withdraw(Purchase purchase) {
        return changed(
                purchase,
                from(
                        database.sql("delete from generation.purchases where id = :id and state = any(:from)"),
                        purchase,
                        Arrays.stream(PurchaseState.values())
                                .filter(PurchaseState::mayBeWithdrawn)
                                .toList()));
    }

    /** Nobody knows whether it was bought. */
    public Mono<Boolean> unknown(Purchase purchase, String message) {
        return changed(
                purchase,
                move(purchase, PurchaseState.UNKNOWN, "code = :code, message = :message")
                        .bind("code", GenerationEnd.UNKNOWN.name())
                        .bind("message", message));
    }

    /** The service has taken it. */
    public Mono<Boolean> ordered(Purchase purchase, String operation, Instant now) {
        return changed(
                purchase,
                move(
                                purchase,
                                PurchaseState.RUNNING,
                                "operation = :operation, ordered_at = :now, code = '', message = ''")
                        .bind("operation", operation)
                        .bind("now", PurchaseRows.time(now)));
    }

    /** Since when the service denies it. */
    public Mono<Boolean> doubted(Purchase purchase, Instant since) {
        return changed(
                purchase,
                database.sql("update generation.purchases set doubted_at = :since where id = :id and state = 'RUNNING'")
                        .bind("id", purchase.id())
                        .bind("since", PurchaseRows.time(since)));
    }

    /** The service knows it after all. */
    public Mono<Boolean> undoubted(Purchase purchase) {
        return changed(
                purchase,
                database.sql("update generation.purchases set doubted_at = null where id = :id and state = 'RUNNING'")
                        .bind("id", purchase.id()));
    }

    /** The film is made. */
    public Mono<Boolean> ready(Purchase purchase, URI film, Bill bill, String oddity) {
        return changed(
                purchase,
                PurchaseRows.bind(
                        move(purchase, PurchaseState.READY, "film = :film, message = :message, " + PurchaseRows.BILL)
                                .bind("film", film.toString())
                                .bind("message", oddity),
                        bill));
    }

    /** There is no film. */
    public Mono<Boolean> over(Purchase purchase, GenerationEnd end, Bill bill, String message) {
        return changed(
                purchase,
                PurchaseRows.bind(
                        move(purchase, PurchaseState.OVER, "code = :code, message = :message, " + PurchaseRows.BILL)
                                .bind("code", end.name())
                                .bind("message", message),
                        bill));
    }

    /** Forgets what an erased job has bought. */
    public Mono<Void> erase(String tenant, UUID job) {
        return safe(access.ofTenant(
                tenant,
                database.sql("delete from generation.purchases where tenant = :tenant and job_id = :job")
                        .bind("tenant", tenant)
                        .bind("job", job)
                        .then()));
    }

    private GenericExecuteSpec move(Purchase purchase, PurchaseState to, String what) {
        GenericExecuteSpec statement = database.sql(CHANGE + what + " where id = :id and state = any(:from)")
                .bind("state", to.name());
        return from(statement, purchase, PurchaseState.before(to));
    }

    private static GenericExecuteSpec from(
            GenericExecuteSpec statement, Purchase purchase, List<PurchaseState> states) {
        return statement
                .bind("id", purchase.id())
                .bind("from", states.stream().map(Enum::name).toArray(String[]::new));
    }

    private Mono<Boolean> changed(Purchase purchase, GenericExecuteSpec statement) {
        return safe(access.ofTenant(purchase.job().tenant(), statement.fetch().rowsUpdated())
                .map(rows -> rows > 0));
    }

    private <T> Mono<T> safe(Mono<T> work) {
        return work.timeout(longestWait)
                .onErrorMap(error -> new StageFailure(
                        CommonFailure.DATABASE_UNAVAILABLE,
                        "Expected the record of purchases to answer, but it answered with "
                                + error.getClass().getSimpleName(),
                        error));
    }
}
