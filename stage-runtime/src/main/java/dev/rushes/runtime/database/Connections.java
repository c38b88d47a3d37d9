package dev.rushes.runtime.database;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.PoolMetrics;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import reactor.pool.PoolAcquirePendingLimitException;
import reactor.util.context.Context;

/**
 * Two pools of connections: one for requests that somebody waits for, one for all else, such as the projections of events. Neither can take the other's
 * connections, so a backlog of events makes no request wait. Which one serves is told by the subscriber's context.
 *
 * <p>If all connections for requests are in use, a request waits for a moment and then hears {@link ConnectionsBusy}; if very many wait already, at
 * once. An answer within the second, even this one, is worth more than a connection after the client has gone. Who is not hurried waits longer.
 */
public final class Connections implements ConnectionFactory {
    private static final Class<Connections> HURRIED = Connections.class;

    private final ConnectionPool requests;
    private final ConnectionPool work;
    private final Duration requestWait;

    /**
     * @param requests its limit of waiting acquisitions is that of requests
     * @param requestWait longest wait of a request while all connections are in use
     */
    Connections(ConnectionPool requests, ConnectionPool work, Duration requestWait) {
        this.requests = requests;
        this.work = work;
        this.requestWait = requestWait;
    }

    /** For {@code contextWrite}: what is asked within is asked by a request that an answer is waited for. */
    public static Context hurried(Context context) {
        return context.put(HURRIED, true);
    }

    /** For {@code contextWrite}: what is asked within is asked by nobody who waits for this answer, such as a stream that goes on for hours. */
    public static Context unhurried(Context context) {
        return context.delete(HURRIED);
    }

    @Override
    public Mono<Connection> create() {
        return Mono.deferContextual(context -> context.hasKey(HURRIED) ? ofRequest() : work.create());
    }

    private Mono<Connection> ofRequest() {
        PoolMetrics now = requests.getMetrics().orElseThrow();
        int most = now.getMaxAllocatedSize();
        Mono<Connection> one = requests.create()
                .onErrorMap(
                        PoolAcquirePendingLimitException.class,
                        limit -> ConnectionsBusy.behind(limit.getAcquirePendingLimit(), most));
        // A connection that is still being opened may take longer: then it is the database that is slow.
        return now.acquiredSize() < most
                ? one
                : one.timeout(requestWait)
                        .onErrorMap(TimeoutException.class, _ -> ConnectionsBusy.after(requestWait, most));
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return requests.getMetadata();
    }

    void dispose() {
        requests.dispose();
        work.dispose();
    }
}
