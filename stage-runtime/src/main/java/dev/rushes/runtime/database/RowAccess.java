package dev.rushes.runtime.database;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Transactions that see the rows of one tenant, or, where it is asked for by name, of all. Postgres holds the line (row-level security), whatever
 * the statement forgets. Role and tenant are set by the first statement of the transaction and end with it, so that nothing of them is left on
 * the connection for its next borrower, also after a failure or a cancellation.
 *
 * <p>Outside of these transactions a connection of the pool sees no tenant's rows at all.
 */
public final class RowAccess {
    /** Sees the rows of the tenant that the transaction names. The pool's connections begin as this role. */
    public static final String TENANT_ROLE = "rushes_app";

    /** Sees the rows of all tenants. */
    public static final String SYSTEM_ROLE = "rushes_system";

    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    public RowAccess(DatabaseClient database, TransactionalOperator transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    /** Does the work in a transaction of its own that sees this tenant's rows. */
    public <T> Mono<T> ofTenant(String tenant, Mono<T> work) {
        return enter(tenant).then(work).as(transaction::transactional);
    }

    /** Does the work in a transaction of its own that sees this tenant's rows. */
    public <T> Flux<T> ofTenant(String tenant, Flux<T> work) {
        return enter(tenant).thenMany(work).as(transaction::transactional);
    }

    /** Does the work in a transaction of its own that sees all rows: for who serves no tenant, such as the projector. */
    public <T> Mono<T> ofAll(Mono<T> work) {
        return enterAll().then(work).as(transaction::transactional);
    }

    /** Does the work in a transaction of its own that sees all rows. */
    public <T> Flux<T> ofAll(Flux<T> work) {
        return enterAll().thenMany(work).as(transaction::transactional);
    }

    private Mono<Void> enter(String tenant) {
        return database.sql("select set_config('role', '" + TENANT_ROLE
                        + "', true), set_config('rushes.tenant', :tenant, true)")
                .bind("tenant", tenant)
                .then();
    }

    private Mono<Void> enterAll() {
        return database.sql("select set_config('role', '" + SYSTEM_ROLE + "', true)")
                .then();
    }
}
