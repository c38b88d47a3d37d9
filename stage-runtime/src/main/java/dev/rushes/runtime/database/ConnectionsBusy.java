package dev.rushes.runtime.database;

import io.r2dbc.spi.R2dbcTransientResourceException;
import java.time.Duration;

/** Every connection that may serve requests is in use, and whoever asked for one more has waited as long as a request may, or too many wait already. */
public final class ConnectionsBusy extends R2dbcTransientResourceException {
    private static final long serialVersionUID = 1L;

    private ConnectionsBusy(String reason) {
        super(reason);
    }

    static ConnectionsBusy after(Duration wait, int connections) {
        return new ConnectionsBusy("Expected a free connection to the database within " + wait.toMillis()
                + " ms, but all " + connections + " are in use.");
    }

    static ConnectionsBusy behind(int waiting, int connections) {
        return new ConnectionsBusy("Expected a free connection to the database, but all " + connections
                + " are in use and " + waiting + " requests wait for one.");
    }

    /** Whether an error has come of it, however it was wrapped on its way. */
    public static boolean isCauseOf(Throwable error) {
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < 10; depth++, cause = cause.getCause()) {
            if (cause instanceof ConnectionsBusy) {
                return true;
            }
        }
        return false;
    }
}
