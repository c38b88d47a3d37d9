package dev.rushes.runtime.engine;

import org.jspecify.annotations.Nullable;

/** A letter can't be sent, however often one tries: it can't be encoded, or it is too large. */
public final class LetterRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LetterRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
