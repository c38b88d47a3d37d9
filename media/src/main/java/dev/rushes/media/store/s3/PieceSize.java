package dev.rushes.media.store.s3;

/**
 * How large the pieces of a multipart upload are. S3 takes 5 MiB to 5 GiB a part, but the last, and 10,000 parts; R2 wants all but the last of
 * one size. So the size is chosen once, from the most that may come.
 */
final class PieceSize {
    static final int MOST_PIECES = 10_000;

    /** Smallest piece that S3 takes, unless it is the last. */
    static final int LEAST = 5 << 20;

    /** Pieces are kept in memory while they are sent. */
    static final int MOST = 64 << 20;

    /** Largest object that can be stored: 625 GiB. */
    static final long MOST_BYTES = (long) MOST * MOST_PIECES;

    private static final int STEP = 1 << 20;

    private PieceSize() {}

    /**
     * The size for an object.
     *
     * @param least bytes of a piece at least
     * @param atMost bytes that the object has at most
     */
    static int of(int least, long atMost) {
        long needed = (Math.min(atMost, MOST_BYTES) + MOST_PIECES - 1) / MOST_PIECES;
        long rounded = (needed + STEP - 1) / STEP * STEP;
        return (int) Math.clamp(Math.max(rounded, least), LEAST, MOST);
    }
}
