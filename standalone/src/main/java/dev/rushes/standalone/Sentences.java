package dev.rushes.standalone;

import dev.rushes.embedded.EmbeddedFailure;
import dev.rushes.ingest.access.Exposed;

/** Says what went wrong in a sentence, for the terminal. The stack trace goes to the log. */
final class Sentences {
    private Sentences() {}

    static String of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UserError || cause instanceof EmbeddedFailure || cause instanceof Exposed) {
                return String.valueOf(cause.getMessage());
            }
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return "Something went wrong that should not: " + root.getClass().getSimpleName() + ": " + root.getMessage()
                + ". The log in the data folder tells more (logs/rushes.log).";
    }
}
