package dev.rushes.ingest.progress;

import java.util.Optional;

/** How a reader of a tenant's stream is brought up to date. */
sealed interface NewsStart {
    /** Lines that are told one by one at most. */
    int REPLAY_LIMIT = 1_000;

    /** It knows nothing: a snapshot. */
    record Fresh() implements NewsStart {}

    /** It has missed a few lines: these, then a snapshot. */
    record Replay(long after) implements NewsStart {}

    /** It has seen all lines and more than the snapshot is sure to hold: the snapshot, without moving it back. */
    record Ahead() implements NewsStart {}

    /** Nobody can say what it missed: forget, then a snapshot. */
    record Anew(String why) implements NewsStart {}

    /**
     * @param claimed where the reader says to be
     * @param snapshot place up to which the snapshot has everything
     * @param last the last line that there is; not before the snapshot's
     */
    static NewsStart of(Optional<NewsPlace> claimed, NewsPlace snapshot, long last) {
        if (claimed.isEmpty()) {
            return new Fresh();
        }
        NewsPlace seen = claimed.get();
        if (!seen.epoch().equals(snapshot.epoch()) || seen.position() > last) {
            return new Anew("There is no such place in what this stream tells.");
        }
        if (last - seen.position() > REPLAY_LIMIT) {
            return new Anew("Too much has happened since to be told line by line.");
        }
        return seen.position() > snapshot.position() ? new Ahead() : new Replay(seen.position());
    }
}
