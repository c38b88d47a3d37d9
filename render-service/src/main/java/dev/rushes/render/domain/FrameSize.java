package dev.rushes.render.domain;

/**
 * Size of the film's picture in square pixels; both sides are even, as 4:2:0 colour needs.
 *
 * @param width pixels, even
 * @param height lines, even
 */
public record FrameSize(int width, int height) {
    /** Wider pictures than this are beyond common decoders. */
    private static final int MAX_WIDTH = 4096;

    /**
     * The largest size of the given shape that fits, never larger than the original.
     *
     * @param width of the original as displayed
     * @param height of the original as displayed
     */
    static FrameSize within(int width, int height, int maxWidth, int maxHeight) {
        long boxWidth = Math.min(maxWidth, MAX_WIDTH);
        if (width <= boxWidth && height <= maxHeight) {
            return new FrameSize(evenBelow(width), evenBelow(height));
        }
        boolean widthDecides = boxWidth * height <= (long) maxHeight * width;
        return widthDecides
                ? new FrameSize(evenBelow(boxWidth), nearestEven(boxWidth * height, width))
                : new FrameSize(nearestEven((long) maxHeight * width, height), evenBelow(maxHeight));
    }

    private static int evenBelow(long pixels) {
        return (int) Math.max(2, pixels / 2 * 2);
    }

    private static int nearestEven(long dividend, long divisor) {
        return (int) Math.max(2, (dividend + divisor) / (2 * divisor) * 2);
    }
}
