package dev.rushes.runtime.engine;

/**
 * The schema registry answers about other schemas, and again and again not about that of this record: it is a record that can't be read, for a reason
 * that nobody knows, and no outage.
 */
public final class SchemaUndecided extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SchemaUndecided(String message, Throwable cause) {
        super(message, cause);
    }
}
