package dev.rushes.analysis.domain.picture;

import dev.rushes.analysis.domain.Cells;
import dev.rushes.media.value.Rational;

/**
 * One picture of the footage, scaled down: 8 bit, 4:2:0 planes Y, Cb, Cr, full range. Whoever makes one gives the bytes away.
 */
public final class SmallPicture {
    private final Rational at;
    private final PictureSize size;
    private final byte[] planes;

    /**
     * @param at when it is shown, on the source's clock
     * @param planes {@link PictureSize#bytes} bytes
     */
    public SmallPicture(Rational at, PictureSize size, byte[] planes) {
        if (planes.length != size.bytes()) {
            throw new IllegalArgumentException(
                    "Expected a picture of " + size.bytes() + " bytes, but got " + planes.length);
        }
        this.at = at;
        this.size = size;
        this.planes = planes;
    }

    public Rational at() {
        return at;
    }

    PictureSize size() {
        return size;
    }

    /** Number of brightness samples; they come first, row by row. */
    int pixels() {
        return size.width() * size.height();
    }

    /** Brightness of a pixel, 0 (black) to 255 (white). */
    int brightness(int pixel) {
        return planes[pixel] & 0xff;
    }

    /** Cb of the pixel in a column and a row, 128 being none. */
    int blueness(int column, int row) {
        return colour(pixels(), column, row);
    }

    /** Cr of the pixel in a column and a row, 128 being none. */
    int redness(int column, int row) {
        return colour(pixels() + pixels() / 4, column, row);
    }

    private int colour(int plane, int column, int row) {
        return planes[plane + row / 2 * (size.width() / 2) + column / 2] & 0xff;
    }

    /** Mean absolute difference of brightness, 0..255. */
    double change(SmallPicture other) {
        int pixels = pixels();
        long sum = 0;
        for (int i = 0; i < pixels; i++) {
            sum += Math.abs((planes[i] & 0xff) - (other.planes[i] & 0xff));
        }
        return (double) sum / pixels;
    }

    Cells cells() {
        byte[] cells = new byte[Cells.PLANES * Cells.PER_PLANE];
        int half = pixels() / 4;
        average(0, size.width(), size.height(), cells, 0);
        average(pixels(), size.width() / 2, size.height() / 2, cells, Cells.PER_PLANE);
        average(pixels() + half, size.width() / 2, size.height() / 2, cells, 2 * Cells.PER_PLANE);
        return new Cells(cells);
    }

    private void average(int plane, int width, int height, byte[] cells, int target) {
        for (int row = 0; row < Cells.ROWS; row++) {
            for (int column = 0; column < Cells.COLUMNS; column++) {
                int left = column * width / Cells.COLUMNS;
                int right = (column + 1) * width / Cells.COLUMNS;
                int top = row * height / Cells.ROWS;
                int bottom = (row + 1) * height / Cells.ROWS;
                int pixels = (right - left) * (bottom - top);
                long sum = 0;
                for (int y = top; y < bottom; y++) {
                    for (int x = left; x < right; x++) {
                        sum += planes[plane + y * width + x] & 0xff;
                    }
                }
                cells[target + row * Cells.COLUMNS + column] = (byte) ((sum + pixels / 2) / pixels);
            }
        }
    }
}
