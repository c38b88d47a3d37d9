package dev.rushes.embedded;

import org.jspecify.annotations.Nullable;

/** A part of the embedded infrastructure could not be started. The message says which, why, and where its own log is. */
public final class EmbeddedFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
