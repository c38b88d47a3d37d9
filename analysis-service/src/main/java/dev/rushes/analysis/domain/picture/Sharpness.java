package dev.rushes.analysis.domain.picture;

/**
 * How much fine detail a picture has: the variance of its Laplacian (Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy",
 * 2000), bent to 0..1. Out of focus, motion-blurred and empty pictures are near 0.
 */
final class Sharpness {
    static final String NAME = "sharpness/1";

    /** Variance of the Laplacian, in squared grey levels, that counts as half sharp. */
    static final double HALF = 250;

    private Sharpness() {}

    static double of(SmallPicture picture) {
        int width = picture.size().width();
        int height = picture.size().height();
        long sum = 0;
        long squares = 0;
        for (int y = 1; y < height - 1; y++) {
            for (int i = y * width + 1; i < (y + 1) * width - 1; i++) {
                int laplacian = 4 * picture.brightness(i)
                        - picture.brightness(i - 1)
                        - picture.brightness(i + 1)
                        - picture.brightness(i - width)
                        - picture.brightness(i + width);
                sum += laplacian;
                squares += (long) laplacian * laplacian;
            }
        }
        double count = (double) (width - 2) * (height - 2);
        double mean = sum / count;
        double variance = squares / count - mean * mean;
        return variance / (variance + HALF);
    }
}
