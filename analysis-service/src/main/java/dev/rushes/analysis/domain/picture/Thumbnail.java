package dev.rushes.analysis.domain.picture;

/**
 * A picture as the mean brightness of 32 × 18 blocks, seen as a vector: what mixes of two pictures are told from movement by.
 */
final class Thumbnail {
    static final int COLUMNS = 32;
    static final int ROWS = 18;
    static final int BLOCKS = COLUMNS * ROWS;

    /** Spread, in grey levels, below which a picture is of one colour. */
    static final double ONE_COLOUR = 5;

    /** Part of another picture's spread below which one is as good as of one colour. */
    static final double FADED = 0.1;

    private final float[] blocks;
    private final double mean;
    private final double variance;

    private Thumbnail(float[] blocks) {
        this.blocks = blocks;
        double sum = 0;
        double squares = 0;
        for (float block : blocks) {
            sum += block;
            squares += block * block;
        }
        this.mean = sum / BLOCKS;
        this.variance = Math.max(0, squares / BLOCKS - mean * mean);
    }

    static Thumbnail of(SmallPicture picture) {
        int width = picture.size().width();
        int height = picture.size().height();
        float[] blocks = new float[BLOCKS];
        for (int row = 0; row < ROWS; row++) {
            int top = row * height / ROWS;
            int bottom = (row + 1) * height / ROWS;
            for (int column = 0; column < COLUMNS; column++) {
                int left = column * width / COLUMNS;
                int right = (column + 1) * width / COLUMNS;
                int sum = 0;
                for (int y = top; y < bottom; y++) {
                    for (int x = left; x < right; x++) {
                        sum += picture.brightness(y * width + x);
                    }
                }
                blocks[row * COLUMNS + column] = (float) sum / ((bottom - top) * (right - left));
            }
        }
        return new Thumbnail(blocks);
    }

    /** Whether this is of one colour, or as good as beside another: a fade may turn at once, and its last picture be missed. */
    boolean isPlainBeside(Thumbnail other) {
        return spread() < Math.max(ONE_COLOUR, FADED * other.spread());
    }

    /** Standard deviation of the blocks, 0..127: near 0 for a picture of one colour. */
    double spread() {
        return Math.sqrt(variance);
    }

    /** The square of {@link #spread}: a measure of contrast. */
    double variance() {
        return variance;
    }

    /** Root mean square of the difference, 0..255. */
    double distance(Thumbnail other) {
        double sum = 0;
        for (int i = 0; i < BLOCKS; i++) {
            double difference = blocks[i] - other.blocks[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum / BLOCKS);
    }

    /** How alike two pictures are apart from brightness and contrast, −1..1; 0 if one of them is of one colour. */
    double likeness(Thumbnail other) {
        double norm = Math.sqrt(variance * other.variance);
        return norm == 0 ? 0 : covariance(other) / norm;
    }

    /** Variance of the difference. */
    double varianceTo(Thumbnail other) {
        return Math.max(0, variance + other.variance - 2 * covariance(other));
    }

    /** Of the blocks of both; {@link #variance} for a picture with itself. */
    double covariance(Thumbnail other) {
        double product = 0;
        for (int i = 0; i < BLOCKS; i++) {
            product += (blocks[i] - mean) * (other.blocks[i] - other.mean);
        }
        return product / BLOCKS;
    }

    /**
     * The mix of two pictures that comes nearest to this one.
     *
     * @param distance of the two, as {@link #distance} tells; more than 0
     */
    Mix between(Thumbnail from, Thumbnail to, double distance) {
        double along = 0;
        double square = 0;
        for (int i = 0; i < BLOCKS; i++) {
            double way = to.blocks[i] - from.blocks[i];
            double gone = blocks[i] - from.blocks[i];
            along += way * gone;
            square += gone * gone;
        }
        double whole = distance * distance * BLOCKS;
        double part = along / whole;
        return new Mix(part, Math.sqrt(Math.max(0, square / whole - part * part)));
    }

    /**
     * A picture as a mix of two others.
     *
     * @param part of the second: 0 is the first alone, 1 the second alone
     * @param rest what no mix explains, relative to the distance of the two
     */
    record Mix(double part, double rest) {}
}
