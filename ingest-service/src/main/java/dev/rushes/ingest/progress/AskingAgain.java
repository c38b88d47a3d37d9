package dev.rushes.ingest.progress;

import io.r2dbc.spi.R2dbcException;
import java.time.Duration;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * How streams wait for a ledger that does not answer: they ask again after moments, later every few seconds, for as long as somebody looks on. A stream
 * that ended instead would cost its client a new connection, and the ledger the same question.
 */
final class AskingAgain {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private AskingAgain() {}

    /** For who follows on behalf of many: whatever happened. */
    static Retry always() {
        return waits();
    }

    /** For a question of one stream; what is no trouble of the database ends the stream. */
    static Retry ofTheDatabase(StreamCounts counts) {
        return waits().filter(AskingAgain::isOfTheDatabase).doBeforeRetry(_ -> counts.askedAgain());
    }

    /** The waits begin anew after each answer. */
    private static RetryBackoffSpec waits() {
        return Retry.backoff(Long.MAX_VALUE, FIRST).maxBackoff(LONGEST).transientErrors(true);
    }

    private static boolean isOfTheDatabase(Throwable error) {
        return error instanceof DataAccessException
                || error instanceof TransactionException
                || error instanceof R2dbcException;
    }
}
