package dev.rushes.ingest.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * The latest frames of a tenant, encoded once for all readers. Many read, each at a cursor of its own, and nobody waits for anybody; who writes does so for
 * moments, one after the other. A reader that is overtaken finds out, since a slot knows its number.
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
     * @param place where it leaves its readers if it tells no line; 0 if it moves nobody
     * @param bytes never changed
     */
    record Frame(Optional<UUID> job, long position, long place, byte[] bytes) {
        /** Moves nobody. */
        Frame(Optional<UUID> job, byte[] bytes) {
            this(job, 0, 0, bytes);
        }

        /** A line of a job. */
        Frame(UUID job, long position, byte[] bytes) {
            this(Optional.of(job), position, 0, bytes);
        }

        /** For everybody who is not further on already. */
        Frame(NewsPlace place, byte[] bytes) {
            this(Optional.empty(), 0, place.position(), bytes);
        }
    }

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

    /** Adds frames behind all others. Whoever moves the place on is one at a time. */
    synchronized Mark append(List<Frame> frames, NewsPlace place) {
        long index = mark.index();
        for (Frame frame : frames) {
            ring.set((int) (index % ring.length()), new Slot(index, frame));
            index++;
        }
        mark = new Mark(index, place);
        return mark;
    }

    /**
     * Adds a frame for everybody, and one that says where the backlog is, for those who are not ahead of it; none while that is nowhere.
     *
     * @param text what is said of a place
     */
    synchronized Mark say(byte[] sign, Function<NewsPlace, byte[]> text) {
        NewsPlace place = mark.place();
        return place.equals(NewsPlace.NOWHERE)
                ? mark
                : append(List.of(new Frame(Optional.empty(), sign), new Frame(place, text.apply(place))), place);
    }

    /** Goes on elsewhere: every reader is overtaken by this. */
    synchronized Mark jump(NewsPlace place) {
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
