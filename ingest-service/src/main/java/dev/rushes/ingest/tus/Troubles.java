package dev.rushes.ingest.tus;

import dev.rushes.ingest.tus.domain.Refusal;
import dev.rushes.media.store.StoreFailure;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.StageFailure;
import io.r2dbc.spi.R2dbcException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.transaction.TransactionException;

/**
 * How an error is answered so that clients come back and go on. They take any error on HEAD for the end of the upload, except 423: so whatever is
 * only unwell for a while is told as 423 there. Elsewhere 5xx makes them try again.
 */
final class Troubles {
    private Troubles() {}

    /** The answer to an error; empty if it is none that is known here. */
    static Optional<Refusal> refusal(HttpMethod method, Throwable error) {
        if (error instanceof UploadRefused refused) {
            Refusal refusal = refused.refusal();
            return Optional.of(refusal.status() >= 500 ? inPlace(method, refusal) : refusal);
        }
        return method == HttpMethod.HEAD ? Optional.of(Refusal.locked()) : known(error);
    }

    private static Optional<Refusal> known(Throwable error) {
        return switch (error) {
            case StageFailure failure -> Optional.of(failure(failure));
            case DataAccessException _, TransactionException _, R2dbcException _, TimeoutException _ ->
                Optional.of(new Refusal(
                        503,
                        "DATABASE_UNAVAILABLE",
                        "Expected the database to answer, but it did not. Ask for the offset in a moment and go on."));
            default -> Optional.empty();
        };
    }

    private static Refusal failure(StageFailure failure) {
        String code = failure.failure().code().name();
        if (code.equals(StoreFailure.TOO_MANY_PARTS.name()) || code.equals(StoreFailure.OBJECT_TOO_LARGE.name())) {
            return new Refusal(413, code, failure.failure().message());
        }
        if (code.equals(CommonFailure.DISK_FULL.name())) {
            return new Refusal(
                    507,
                    code,
                    "Expected space for the bytes, but the disk is full. What came before is kept; go on later.");
        }
        return new Refusal(
                503,
                code,
                "Expected the object store to answer, but it did not. Ask for the offset in a moment and go on.");
    }

    private static Refusal inPlace(HttpMethod method, Refusal refusal) {
        return method == HttpMethod.HEAD ? Refusal.locked() : refusal;
    }
}
