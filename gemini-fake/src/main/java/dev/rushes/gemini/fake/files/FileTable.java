package dev.rushes.gemini.fake.files;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of a project: 20 GB together, 48 hours each by the clock that was given. Not safe for threads. */
public final class FileTable {
    private static final long MOST_BYTES = 20L << 30;

    private final Clock clock;
    private final int pollsUntilActive;
    private final Map<String, StoredFile> files = new LinkedHashMap<>();

    /** @param pollsUntilActive looks at a film until its work is done */
    public FileTable(Clock clock, int pollsUntilActive) {
        this.clock = clock;
        this.pollsUntilActive = pollsUntilActive;
    }

    /** A file that is there and has not expired. */
    public Optional<StoredFile> find(String id) {
        files.values().removeIf(file -> file.isExpired(clock.instant()));
        return Optional.ofNullable(files.get(id));
    }

    /** One look: the answer shows the state before the next one. */
    public Optional<StoredFile> poll(String id) {
        Optional<StoredFile> found = find(id);
        found.ifPresent(StoredFile::polled);
        return found;
    }

    public List<StoredFile> all() {
        Optional<StoredFile> unused = find("");
        return List.copyOf(files.values());
    }

    public boolean delete(String id) {
        return find(id).isPresent() && files.remove(id) != null;
    }

    public boolean hasRoomFor(long bytes) {
        return all().stream().mapToLong(StoredFile::size).sum() + bytes <= MOST_BYTES;
    }

    StoredFile add(String id, String displayName, String mimeType, byte[] bytes) {
        StoredFile file = new StoredFile(id, displayName, mimeType, bytes, clock.instant(), pollsUntilActive);
        files.put(id, file);
        return file;
    }

    public void clear() {
        files.clear();
    }
}
