package dev.rushes.ingest.progress;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One client of a tenant's stream: what it wants, and how far it is. This, and nothing of what it missed, is kept for it. One step at a time. */
final class NewsReader {
    private final Set<UUID> wanted;
    private Optional<NewsPlace> place;
    private long index;

    /**
     * @param wanted jobs that it asks for; empty: all
     * @param place where it says to be; empty if it is new
     */
    NewsReader(Set<UUID> wanted, Optional<NewsPlace> place) {
        this.wanted = Set.copyOf(wanted);
        this.place = place;
    }

    boolean wants(UUID job) {
        return wanted.isEmpty() || wanted.contains(job);
    }

    Set<UUID> wanted() {
        return wanted;
    }

    Optional<NewsPlace> place() {
        return place;
    }

    /** Frame of the backlog that is next for it; negative while it is told from the ledger. */
    long index() {
        return index;
    }

    /** It has been told everything up to a place, from the ledger, and is not in the backlog. */
    void toldUpTo(NewsPlace told) {
        begin(told, -1);
    }

    /** It has been told everything up to a place, and goes on with this frame. */
    void begin(NewsPlace told, long next) {
        place = Optional.of(told);
        index = next;
    }

    /** Moves past the next frame; says whether it is to be told. A line that it has seen before is not. */
    boolean take(Backlog.Frame frame) {
        index++;
        NewsPlace before = place.orElseThrow();
        if (frame.position() == 0) {
            // A snapshot may be ahead of the backlog: nobody is to be moved back, and told again what it has.
            boolean back = frame.place() > 0 && frame.place() < before.position();
            return !back && frame.job().map(this::wants).orElse(true);
        }
        if (frame.position() <= before.position()) {
            return false;
        }
        place = Optional.of(new NewsPlace(before.epoch(), frame.position()));
        return frame.job().map(this::wants).orElse(true);
    }
}
