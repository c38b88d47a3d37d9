package dev.rushes.ingest.check;

/**
 * What a look found.
 *
 * @param state how it stands
 * @param message what was seen and what it means, in a sentence; names no secret
 * @param advice what to do next; empty if nothing
 */
public record Finding(State state, String message, String advice) {

    /** From good to bad. */
    public enum State {
        /** As it should be. */
        OK,
        /** It works, but somebody should look after it. */
        WARNING,
        /** Something does not work. */
        BROKEN
    }

    static Finding ok(String message) {
        return new Finding(State.OK, message, "");
    }

    static Finding warning(String message, String advice) {
        return new Finding(State.WARNING, message, advice);
    }

    static Finding broken(String message, String advice) {
        return new Finding(State.BROKEN, message, advice);
    }
}
