package dev.rushes.analysis.domain.picture;

import dev.rushes.media.value.MediaInfo.VideoInfo;

/**
 * Size of the small pictures that detectors look at, in pixels, as coded (not rotated: no detector minds).
 *
 * @param width even, at least {@link #SMALLEST}
 * @param height even, at least {@link #SMALLEST}
 */
public record PictureSize(int width, int height) {
    /** Every cell of a {@link dev.rushes.analysis.domain.Cells} needs pixels of its own in every plane. */
    static final int SMALLEST = 32;

    public PictureSize {
        if (width < SMALLEST || height < SMALLEST || width % 2 != 0 || height % 2 != 0) {
            throw new IllegalArgumentException(
                    "Expected even sides of at least " + SMALLEST + " pixels, but got " + width + " x " + height);
        }
    }

    /** The size whose longer side is {@code longSide} pixels, of about the shape of the video. */
    public static PictureSize within(int longSide, VideoInfo video) {
        double width = Math.max(1, video.width());
        double height = Math.max(1, video.height());
        double factor = longSide / Math.max(width, height);
        return new PictureSize(even(width * factor), even(height * factor));
    }

    /** Bytes of a picture: brightness at full size, two colour planes at half the width and height. */
    public int bytes() {
        return width * height * 3 / 2;
    }

    private static int even(double side) {
        return Math.max(SMALLEST, Math.toIntExact(Math.round(side / 2)) * 2);
    }
}
