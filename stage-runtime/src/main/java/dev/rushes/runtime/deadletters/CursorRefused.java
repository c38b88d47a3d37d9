package dev.rushes.runtime.deadletters;

import org.jspecify.annotations.Nullable;

/** A cursor that no earlier answer gave. */
public final class CursorRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CursorRefused(@Nullable Throwable cause) {
        super("Expected a cursor from an earlier answer, but got something else.", cause);
    }
}
