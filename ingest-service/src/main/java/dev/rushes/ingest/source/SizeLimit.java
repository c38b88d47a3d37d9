package dev.rushes.ingest.source;

import dev.rushes.runtime.stage.StageFailure;
import org.springframework.util.unit.DataSize;

/** Says that footage is too large, in a unit that people read. */
final class SizeLimit {
    private static final long MEGA = 1_000_000;
    private static final long GIGA = 1_000_000_000;

    private SizeLimit() {}

    static StageFailure exceeded(DataSize limit) {
        return new StageFailure(
                SourceFailure.SOURCE_TOO_LARGE,
                "Expected footage of at most " + readable(limit)
                        + ", but it is larger. Send a shorter or more compressed file.");
    }

    private static String readable(DataSize size) {
        long bytes = size.toBytes();
        if (bytes >= GIGA) {
            return "%.1f GB".formatted((double) bytes / GIGA);
        }
        return bytes >= MEGA ? "%.1f MB".formatted((double) bytes / MEGA) : bytes + " bytes";
    }
}
