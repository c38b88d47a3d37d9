package dev.rushes.standalone;

/** Something that the person at the terminal can mend. The message says what was expected, what came and what to do. */
final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UserError(String message) {
        super(message);
    }
}
