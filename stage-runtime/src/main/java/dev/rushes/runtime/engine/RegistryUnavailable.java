package dev.rushes.runtime.engine;

import org.jspecify.annotations.Nullable;

/**
 * The schema registry does not answer in time, answers that it can't, or is one that knows none of our schemas: nobody can tell now what the bytes
 * say. It passes, and no record is to blame.
 */
public final class RegistryUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
