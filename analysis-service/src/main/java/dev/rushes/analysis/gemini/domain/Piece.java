package dev.rushes.analysis.gemini.domain;

import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of a chunk that is asked about at once.
 *
 * @param startMillis from the chunk's start
 * @param lengthMillis length, above 0
 * @param depth how often it has been halved
 */
public record Piece(long startMillis, long lengthMillis, int depth) {

    public Piece {
        if (startMillis < 0 || lengthMillis <= 0) {
            throw new IllegalArgumentException(
                    "Expected a piece that lasts, but got " + lengthMillis + " ms from " + startMillis + " ms");
        }
    }

    /**
     * Cuts a chunk into pieces of equal length. No rest is left that would be too short to be looked at.
     *
     * @param chunkMillis length of the chunk
     * @param longestMillis longest piece
     */
    public static List<Piece> of(long chunkMillis, long longestMillis) {
        long count = Math.max(1, (chunkMillis + longestMillis - 1) / longestMillis);
        List<Piece> pieces = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            long from = chunkMillis * i / count;
            pieces.add(new Piece(from, chunkMillis * (i + 1) / count - from, 0));
        }
        return List.copyOf(pieces);
    }

    /** Both halves, in order. */
    public List<Piece> halves() {
        long half = lengthMillis / 2;
        return List.of(
                new Piece(startMillis, half, depth + 1), new Piece(startMillis + half, lengthMillis - half, depth + 1));
    }

    /** From the chunk's start. */
    public long endMillis() {
        return startMillis + lengthMillis;
    }

    public double seconds() {
        return lengthMillis / 1000.0;
    }
}
