package dev.rushes.analysis.domain;

import java.util.Arrays;

/**
 * A picture boiled down to the mean colours of 16 × 9 cells: what tells one shot from another and survives noise, compression and small
 * movements.
 *
 * <p>Bytes are unsigned, full range: first the brightness (Y) of all cells row by row, then Cb, then Cr.
 */
public final class Cells {
    public static final int COLUMNS = 16;
    public static final int ROWS = 9;
    public static final int PER_PLANE = COLUMNS * ROWS;

    /** Brightness, blue difference, red difference. */
    public static final int PLANES = 3;

    private final byte[] values;

    /**
     * @param values {@link #PLANES} planes of {@link #PER_PLANE} cells
     */
    public Cells(byte[] values) {
        if (values.length != PLANES * PER_PLANE) {
            throw new IllegalArgumentException("Expected " + PLANES * PER_PLANE + " cells, but got " + values.length);
        }
        this.values = values.clone();
    }

    public byte[] bytes() {
        return values.clone();
    }

    /**
     * How different two pictures are: the mean absolute difference of each plane over 255, summed over the planes. 0 for the same picture; a
     * hard cut rarely has less than 0.05, movement rarely more.
     */
    public double difference(Cells other) {
        long sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += Math.abs((values[i] & 0xff) - (other.values[i] & 0xff));
        }
        return sum / (255.0 * PER_PLANE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cells cells && Arrays.equals(values, cells.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Cells" + Arrays.hashCode(values);
    }
}
