package dev.rushes.analysis.gemini.http;

import dev.rushes.gemini.domain.Trouble;

/** A file could not be brought, or not be used. */
public final class FileTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Trouble trouble;

    FileTrouble(Trouble trouble) {
        super(trouble.message(), null, false, false);
        this.trouble = trouble;
    }

    static FileTrouble failed(String what) {
        return new FileTrouble(Trouble.of(Trouble.Kind.FILE_FAILED, what));
    }

    public Trouble trouble() {
        return trouble;
    }
}
