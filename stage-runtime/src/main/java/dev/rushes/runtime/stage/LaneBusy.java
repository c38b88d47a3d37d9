package dev.rushes.runtime.stage;

/**
 * A lane has no room for a call now. A stage lets it pass: the runtime puts the record aside and hands it in again when there is room, from the
 * beginning; it is not a try.
 */
public final class LaneBusy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String lane;

    public LaneBusy(String lane) {
        super("Expected room in the lane " + lane + ", but it is busy", null, false, false);
        this.lane = lane;
    }

    public String lane() {
        return lane;
    }
}
