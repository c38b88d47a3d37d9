package dev.rushes.ingest.tus;

import dev.rushes.media.store.Part;
import java.util.List;
import java.util.TreeMap;

/** The parts of an upload as they are recorded, and how many bytes they are. Not thread-safe. */
final class Recorded {
    private final TreeMap<Integer, Part> parts = new TreeMap<>();
    private long bytes;

    Recorded(List<Part> parts) {
        parts.forEach(this::put);
    }

    /** A part takes the place of the one with its number. */
    void put(Part part) {
        Part before = parts.put(part.number(), part);
        bytes += part.length() - (before == null ? 0 : before.length());
    }

    long bytes() {
        return bytes;
    }
}
