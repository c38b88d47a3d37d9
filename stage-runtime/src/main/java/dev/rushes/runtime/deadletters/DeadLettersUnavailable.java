package dev.rushes.runtime.deadletters;

import org.jspecify.annotations.Nullable;

/** Kafka or the registry does not answer: ask again later. */
public final class DeadLettersUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeadLettersUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
