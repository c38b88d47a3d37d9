package dev.rushes.timeline.domain;

/**
 * The first or last picture of a chunk, shrunk to a few colours: enough to tell whether a cut lies exactly between two chunks.
 *
 * @param cells three planes (brightness, blue and red difference) of equally many cells, as unsigned bytes
 * @param change the largest change among the pictures around it, on the measure of {@link #difference}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or used as a key
public record EdgePicture(byte[] cells, double change) {
    private static final int PLANES = 3;

    /** Least difference that can be a cut; the analysis judges cuts inside chunks by the same rule. */
    private static final double LEAST_DIFFERENCE = 0.035;

    /** How far a cut must stick out of the changes around it. */
    private static final double LEAST_RATIO = 2;

    /** Change that even a still shot has. */
    private static final double STILL = 0.004;

    /** Whether a cut lies between this picture and the next. Pictures that can not be compared count as one shot. */
    public boolean cutsTo(EdgePicture next) {
        if (cells.length == 0 || cells.length != next.cells.length) {
            return false;
        }
        double around = Math.max(STILL, Math.max(change, next.change));
        double difference = difference(next);
        return difference >= LEAST_DIFFERENCE && difference >= LEAST_RATIO * around;
    }

    /** Mean absolute difference of each plane over 255, summed over the planes. */
    private double difference(EdgePicture next) {
        long sum = 0;
        for (int i = 0; i < cells.length; i++) {
            sum += Math.abs(Byte.toUnsignedInt(cells[i]) - Byte.toUnsignedInt(next.cells[i]));
        }
        return sum * PLANES / (255.0 * cells.length);
    }
}
