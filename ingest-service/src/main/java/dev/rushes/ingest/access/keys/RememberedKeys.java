package dev.rushes.ingest.access.keys;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keys that were looked up a moment ago. Bounded: the one that was looked up first is forgotten. Thread-safe. */
final class RememberedKeys {
    private record Memory(AccessKey key, Instant until) {}

    private final Duration fresh;
    private final int most;
    private final Map<String, Memory> memories = new LinkedHashMap<>();

    /** @param fresh how long a key is believed to be as it was */
    RememberedKeys(Duration fresh, int most) {
        this.fresh = fresh;
        this.most = most;
    }

    synchronized Optional<AccessKey> get(String id, Instant now) {
        return Optional.ofNullable(memories.get(id))
                .filter(memory -> now.isBefore(memory.until()))
                .map(Memory::key);
    }

    /** The key as it was when it was looked up, however long ago. */
    synchronized Optional<AccessKey> recall(String id) {
        return Optional.ofNullable(memories.get(id)).map(Memory::key);
    }

    synchronized void put(AccessKey key, Instant now) {
        memories.remove(key.id());
        if (memories.size() >= most) {
            memories.remove(memories.keySet().iterator().next());
        }
        memories.put(key.id(), new Memory(key, now.plus(fresh)));
    }
}
