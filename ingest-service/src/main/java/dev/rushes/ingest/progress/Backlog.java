package dev.rushes.ingest.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The latest frames of a tenant, encoded once for all readers. One writes, many read, each at a cursor of its own; nobody waits for anybody. A reader
 * that is overtaken finds out, since a slot knows its number.
 */
final class Backlog {
    private final AtomicReferenceArray<Slot> ring;
    private volatile Mark mark = new Mark(0, NewsPlace.NOWHERE);

    /** @param capacity frames that are kept */
    Backlog(int capacity) {
        this.ring = new AtomicReferenceArray<>(capacity);
    }

    /**
     * A frame.
     *
     * @param job whom it is about; empty: everybody gets it
     * @param position number of the line that it tells; 0 if it tells none
     * @param bytes never changed
     */
    record Frame(Optional<UUID> job, long position, byte[] bytes) {}

    private record Slot(long index, Frame frame) {}

    /**
     * Where the backlog ends.
     *
     * @param index of the next frame
     * @param place the last line that is in it
     */
    record Mark(long index, NewsPlace place) {}

    /**
     * What a reader has missed.
     *
     * @param overtaken some of it is lost to the reader, and none is told
     * @param more there was more than is written in one go
     */
    record Missed(List<byte[]> frames, boolean overtaken, boolean more) {
        static final Missed LOST = new Missed(List.of(), true, false);
    }

    Mark mark() {
        return mark;
    }

    /** Whether all frames from there on are likely to stay for a while. */
    boolean keeps(long index) {
        return mark.index() - index <= ring.length() / 2;
    }

    /** Adds frames behind all others. Only ever called by one thread at a time. */
    Mark append(List<Frame> frames, NewsPlace place) {
        long index = mark.index();
        for (Frame frame : frames) {
            ring.set((int) (index % ring.length()), new Slot(index, frame));
            index++;
        }
        mark = new Mark(index, place);
        return mark;
    }

    /** Goes on elsewhere: every reader is overtaken by this. */
    Mark jump(NewsPlace place) {
        for (int slot = 0; slot < ring.length(); slot++) {
            ring.set(slot, null);
        }
        mark = new Mark(mark.index() + ring.length() + 1L, place);
        return mark;
    }

    /**
     * What this reader has not had yet. Moves the reader on, unless it has been overtaken: then nothing of it is told, and it is where it was.
     *
     * @param most bytes, of which the last frame may be too many
     */
    Missed after(NewsReader reader, int most) {
        if (reader.index() < 0) {
            return Missed.LOST;
        }
        long end = mark.index();
        NewsPlace place = reader.place().orElseThrow();
        List<byte[]> frames = new ArrayList<>();
        int bytes = 0;
        while (reader.index() < end && bytes < most) {
            Slot slot = ring.get((int) (reader.index() % ring.length()));
            if (slot == null || slot.index() != reader.index()) {
                reader.begin(place, reader.index());
                return Missed.LOST;
            }
            if (reader.take(slot.frame())) {
                frames.add(slot.frame().bytes());
                bytes += slot.frame().bytes().length;
            }
        }
        return new Missed(frames, false, reader.index() < end);
    }
}
