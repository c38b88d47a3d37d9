package dev.rushes.runtime.stage;

/**
 * One call of an outside service that a record's work will make.
 *
 * @param lane name of the lane, such as "gemini:flash"
 * @param tokens most that it may cost; 0 where nobody counts tokens
 */
public record LaneClaim(String lane, long tokens) {
    public LaneClaim {
        if (lane.isBlank() || tokens < 0) {
            throw new IllegalArgumentException(
                    "Expected the name of a lane and tokens of at least 0, but got \"" + lane + "\" and " + tokens);
        }
    }

    /** A call whose tokens nobody counts. */
    public static LaneClaim callOf(String lane) {
        return new LaneClaim(lane, 0);
    }
}
