package dev.rushes.gemini.fake.check;

import dev.rushes.gemini.fake.GoogleError;
import dev.rushes.gemini.fake.http.Reply;

/** The request is refused, with this reply. */
public final class Rejection extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    public Rejection(Reply reply) {
        super("refused with " + reply.status(), null, false, false);
        this.reply = reply;
    }

    public static Rejection invalid(String message) {
        return new Rejection(GoogleError.invalid(message));
    }

    public Reply reply() {
        return reply;
    }
}
