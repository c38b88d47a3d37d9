package dev.rushes.runtime.engine;

import org.jspecify.annotations.Nullable;

/** The bytes are not a fact that this topic carries, and never will be. */
public final class UnreadableRecord extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableRecord(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
