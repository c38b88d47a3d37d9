package dev.rushes.analysis.domain.picture;

import dev.rushes.media.value.Rational;
import java.util.Random;

/** A made-up shot: a few coloured patches on a ground, which drift, under noise. */
final class Scene {
    static final PictureSize SIZE = new PictureSize(128, 72);

    private record Patch(double x, double y, double radius, int[] colour, double dx, double dy) {}

    private final int[] ground;
    private final Patch[] patches;
    private final Random noise;
    private final int noiseLevel;

    /**
     * @param speed pixels that patches move between two pictures
     * @param noiseLevel largest error of a sample
     */
    Scene(Random random, double speed, int noiseLevel) {
        this.noise = new Random(random.nextLong());
        this.noiseLevel = noiseLevel;
        this.ground = colour(random);
        this.patches = new Patch[6];
        for (int i = 0; i < patches.length; i++) {
            double angle = random.nextDouble() * 2 * Math.PI;
            patches[i] = new Patch(
                    random.nextDouble() * SIZE.width(),
                    random.nextDouble() * SIZE.height(),
                    8 + random.nextDouble() * 20,
                    colour(random),
                    speed * Math.cos(angle),
                    speed * Math.sin(angle));
        }
    }

    /** The picture at a time, with a brightness of 1 as it is and of 0 black. */
    SmallPicture picture(Rational at, int number, double brightness) {
        byte[] planes = new byte[SIZE.bytes()];
        int width = SIZE.width();
        int height = SIZE.height();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                planes[y * width + x] = sample(colourAt(x, y, number)[0] * brightness);
            }
        }
        int quarter = width * height / 4;
        for (int y = 0; y < height / 2; y++) {
            for (int x = 0; x < width / 2; x++) {
                int[] colour = colourAt(2 * x, 2 * y, number);
                int offset = width * height + y * width / 2 + x;
                planes[offset] = sample(128 + (colour[1] - 128) * brightness);
                planes[offset + quarter] = sample(128 + (colour[2] - 128) * brightness);
            }
        }
        return new SmallPicture(at, SIZE, planes);
    }

    private int[] colourAt(int x, int y, int number) {
        for (Patch patch : patches) {
            double dx = wrapped(x - patch.x() - number * patch.dx(), SIZE.width());
            double dy = wrapped(y - patch.y() - number * patch.dy(), SIZE.height());
            if (dx * dx + dy * dy < patch.radius() * patch.radius()) {
                return patch.colour();
            }
        }
        return ground;
    }

    private byte sample(double value) {
        int error = noiseLevel == 0 ? 0 : noise.nextInt(-noiseLevel, noiseLevel + 1);
        return (byte) Math.clamp(Math.round(value) + error, 0, 255);
    }

    private static double wrapped(double distance, double length) {
        return distance - length * Math.round(distance / length);
    }

    private static int[] colour(Random random) {
        return new int[] {random.nextInt(40, 220), random.nextInt(90, 166), random.nextInt(90, 166)};
    }
}
