package dev.rushes.runtime.stage;

import java.time.Instant;
import java.util.Optional;

/**
 * A lane has no room for a call now. A stage lets it pass: the runtime puts the record aside and hands it in again when there is room, from the
 * beginning; it is not a try.
 */
public final class LaneBusy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String lane;
    private final transient Optional<Instant> until;

    public LaneBusy(String lane) {
        this(lane, Optional.empty());
    }

    /** @param until when there may be room; empty if nobody here knows */
    public LaneBusy(String lane, Optional<Instant> until) {
        super("Expected room in the lane " + lane + ", but it is busy", null, false, false);
        this.lane = lane;
        this.until = until;
    }

    public String lane() {
        return lane;
    }

    /** When there may be room: whoever knows another way need not wait until a day is over. Empty if nobody here knows. */
    public Optional<Instant> until() {
        return until;
    }
}
