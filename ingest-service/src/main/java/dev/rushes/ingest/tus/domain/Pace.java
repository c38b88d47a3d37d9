package dev.rushes.ingest.tus.domain;

/**
 * Tells a slow connection from one that only holds a place: in every window of time, some bytes must come.
 *
 * @param seen bytes at the end of the last window
 * @param least bytes per window
 */
public record Pace(long seen, long least) {

    /** Whether too little came since the last window ended. */
    public boolean isTooSlow(long received) {
        return received - seen < least;
    }

    /** The next window. */
    public Pace next(long received) {
        return new Pace(received, least);
    }
}
