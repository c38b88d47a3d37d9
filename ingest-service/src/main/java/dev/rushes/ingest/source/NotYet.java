package dev.rushes.ingest.source;

import dev.rushes.runtime.stage.Failure;
import java.time.Instant;

/** Footage that is not there yet, and when to ask again: the record waits for it without a worker and without a try. */
public final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Instant until;
    private final transient Failure why;

    public NotYet(Instant until, Failure why) {
        super(why.message(), null, false, false);
        this.until = until;
        this.why = why;
    }

    public Instant until() {
        return until;
    }

    public Failure why() {
        return why;
    }
}
