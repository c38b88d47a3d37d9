package dev.rushes.analysis.domain.picture;

/**
 * How much there is to see in a picture, at two scales: the mean squared step of brightness from pixel to pixel, and from block to block. Movement hardly
 * changes it; mixing two pictures halves it.
 *
 * @param fine between pixels, squared grey levels
 * @param coarse between blocks, of which the longer side has {@link #BLOCKS}
 */
record Detail(double fine, double coarse) {
    static final int BLOCKS = 64;

    static Detail of(SmallPicture picture) {
        int width = picture.size().width();
        int height = picture.size().height();
        int side = Math.max(1, Math.max(width, height) / BLOCKS);
        return new Detail(steps(pixels(picture), width), steps(blocks(picture, side), width / side));
    }

    private static int[] pixels(SmallPicture picture) {
        int[] values = new int[picture.pixels()];
        for (int i = 0; i < values.length; i++) {
            values[i] = picture.brightness(i);
        }
        return values;
    }

    /** Means of whole blocks. */
    private static int[] blocks(SmallPicture picture, int side) {
        int width = picture.size().width();
        int columns = width / side;
        int[] values = new int[columns * (picture.size().height() / side)];
        for (int i = 0; i < values.length; i++) {
            int corner = i / columns * side * width + i % columns * side;
            int sum = 0;
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    sum += picture.brightness(corner + y * width + x);
                }
            }
            values[i] = sum / (side * side);
        }
        return values;
    }

    private static double steps(int[] values, int columns) {
        long sum = 0;
        for (int i = 0; i < values.length; i++) {
            int right = i % columns < columns - 1 ? values[i + 1] - values[i] : 0;
            int below = i + columns < values.length ? values[i + columns] - values[i] : 0;
            sum += (long) right * right + (long) below * below;
        }
        return values.length == 0 ? 0 : (double) sum / values.length;
    }
}
