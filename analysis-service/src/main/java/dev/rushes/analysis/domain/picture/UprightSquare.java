package dev.rushes.analysis.domain.picture;

import dev.rushes.media.value.MediaInfo.VideoInfo;

/**
 * Lays small pictures into a square as people see them: turned upright, with square pixels, in the middle, on black.
 *
 * <pre>
 *   coded, turned by 90     upright, in the square
 *      a b c                   . d a .
 *      d e f                   . e b .
 *                              . f c .
 * </pre>
 *
 * For one thread: the square is used again.
 */
final class UprightSquare {
    private static final int COLOURS = 3;

    private final int rotation;
    private final double across;
    private final double down;
    private final float[] square = new float[FaceModel.SIDE * FaceModel.SIDE * COLOURS];

    /** @param video it says how pictures are turned, and their shape */
    UprightSquare(VideoInfo video) {
        double width = Math.max(1, video.displayWidth());
        double height = Math.max(1, video.displayHeight());
        this.rotation = video.rotation();
        this.across = width / Math.max(width, height);
        this.down = height / Math.max(width, height);
    }

    /** Which part of the square a picture covers. */
    double covered() {
        return across * down;
    }

    /** Pixels row by row, each red, green and blue, −1 to 1; valid until the next call. */
    float[] of(SmallPicture picture) {
        for (int row = 0; row < FaceModel.SIDE; row++) {
            double v = inside(row, down);
            for (int column = 0; column < FaceModel.SIDE; column++) {
                double u = inside(column, across);
                put(picture, u, v, (row * FaceModel.SIDE + column) * COLOURS);
            }
        }
        return square;
    }

    /** Where in the picture, 0 to 1, the middle of a pixel of the square lies. */
    private static double inside(int pixel, double covered) {
        return ((pixel + 0.5) / FaceModel.SIDE - (1 - covered) / 2) / covered;
    }

    private void put(SmallPicture picture, double u, double v, int at) {
        if (u < 0 || u >= 1 || v < 0 || v >= 1) {
            square[at] = square[at + 1] = square[at + 2] = -1;
            return;
        }
        double x =
                switch (rotation) {
                    case 90 -> v;
                    case 180 -> 1 - u;
                    case 270 -> 1 - v;
                    default -> u;
                };
        double y =
                switch (rotation) {
                    case 90 -> 1 - u;
                    case 180 -> 1 - v;
                    case 270 -> u;
                    default -> v;
                };
        colour(picture, x, y, at);
    }

    /** BT.601, full range, as JPEG has it. */
    private void colour(SmallPicture picture, double x, double y, int at) {
        int column =
                Math.min(picture.size().width() - 1, (int) (x * picture.size().width()));
        int row =
                Math.min(picture.size().height() - 1, (int) (y * picture.size().height()));
        double light = picture.brightness(row * picture.size().width() + column);
        double blue = picture.blueness(column, row) - 128;
        double red = picture.redness(column, row) - 128;
        square[at] = scaled(light + 1.402 * red);
        square[at + 1] = scaled(light - 0.344136 * blue - 0.714136 * red);
        square[at + 2] = scaled(light + 1.772 * blue);
    }

    private static float scaled(double value) {
        return (float) (Math.clamp(value, 0, 255) / 127.5 - 1);
    }
}
