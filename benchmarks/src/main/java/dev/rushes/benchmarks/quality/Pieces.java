package dev.rushes.benchmarks.quality;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * Where the shots of made-up films come from: stretches of real clips without a cut of their own, and ffmpeg's generators; mirrored, tinted, panned, zoomed,
 * shaken, under grain, with flashes and lamps that go up and down. Not among them: ffmpeg's {@code gradients}, whose pictures turn into one another all the time and
 * are nearly of one colour, so that nobody could say what is true of them.
 */
final class Pieces {
    static final int RATE = 25;
    static final int WIDTH = 320;
    static final int HEIGHT = 180;

    /** A stretch of a shared clip in which the camera runs through, as seen by eye. */
    private record Take(String file, double start, double end) {}

    private static final List<Take> TAKES = List.of(
            new Take("flower.webm", 0, 4.7),
            new Take("shuttle10seconds.webm", 0, 10.4),
            new Take("friday.mp4", 0, 5.9),
            new Take("bbb_480p_30s.mp4", 3.0, 11.8),
            new Take("bbb_480p_30s.mp4", 12.2, 15.6),
            new Take("bbb_480p_30s.mp4", 15.9, 18.9),
            new Take("bbb_480p_30s.mp4", 23.2, 25.0),
            new Take("sintel_trailer-720p.mp4", 2.0, 4.8),
            new Take("sintel_trailer-720p.mp4", 18.75, 20.6),
            new Take("sintel_trailer-720p.mp4", 36.5, 40.5));

    private final Path sharedMedia;
    private final Random random;

    Pieces(Path sharedMedia, Random random) {
        this.sharedMedia = sharedMedia;
        this.random = random;
    }

    /**
     * A shot.
     *
     * @param input arguments that open its source, from which the guards are left to the caller; empty for a generator
     * @param options input options
     * @param filters from the source to a picture of the film, without labels
     * @param generator the source where there is no input
     */
    record Piece(Optional<Path> input, List<String> options, String generator, String filters) {
        /** For people who wonder what was not found. */
        String about() {
            return input.map(file -> file.getFileName() + " " + options).orElse(generator) + "," + filters;
        }
    }

    /** @param frames how long it lasts */
    Piece next(int frames) {
        List<Take> possible = new ArrayList<>();
        double seconds = (double) frames / RATE;
        for (Take take : TAKES) {
            if (take.end() - take.start() > seconds + 0.2 && Files.isRegularFile(sharedMedia.resolve(take.file()))) {
                possible.add(take);
            }
        }
        if (!possible.isEmpty() && random.nextInt(10) < 7) {
            Take take = possible.get(random.nextInt(possible.size()));
            double from = take.start() + random.nextDouble() * (take.end() - take.start() - seconds - 0.15);
            return new Piece(
                    Optional.of(sharedMedia.resolve(take.file())),
                    List.of("-ss", String.format(Locale.ROOT, "%.3f", from)),
                    "",
                    "fps=" + RATE + "," + framing(frames) + look(frames));
        }
        return new Piece(Optional.empty(), List.of(), generator(), "format=yuv420p," + framing(frames) + look(frames));
    }

    private String generator() {
        String size = "s=480x270:r=" + RATE;
        return switch (random.nextInt(5)) {
            case 0 -> "testsrc2=" + size;
            case 1 ->
                String.format(
                        Locale.ROOT,
                        "mandelbrot=%s:start_x=%.3f:start_y=%.3f",
                        size,
                        -random.nextDouble(),
                        random.nextDouble() - 0.5);
            case 2 ->
                "sierpinski=" + size + ":type=carpet:jump=" + random.nextInt(20, 100) + ":seed="
                        + random.nextInt(1, 10_000);
            case 3 ->
                "life=" + size + ":mold=10:ratio=0.1:death_color=#204060:life_color=#e0c080:seed="
                        + random.nextInt(1, 10_000);
            default ->
                "smptehdbars=" + size + ",scroll=h=" + String.format(Locale.ROOT, "%.4f", random.nextDouble() / 100);
        };
    }

    /** The whole picture, a pan, a zoom or a shaking hand. */
    private String framing(int frames) {
        String size = WIDTH + ":" + HEIGHT;
        return switch (random.nextInt(4)) {
            case 0 -> "scale=480:270,setsar=1,crop=" + size + ":x='(iw-ow)*min(n/" + frames + "\\,1)':y=45";
            case 1 -> "scale=480:270,setsar=1,crop=" + size + ":x='80+6*sin(n*0.9)':y='45+5*cos(n*1.3)'";
            case 2 ->
                "scale=480:270,setsar=1,scale=w='2*trunc((" + WIDTH + "+160*n/" + frames + ")/2)':h='2*trunc((" + HEIGHT
                        + "+90*n/" + frames + ")/2)':eval=frame,crop=" + size;
            default -> "scale=" + size + ",setsar=1";
        };
    }

    private String look(int frames) {
        StringBuilder look = new StringBuilder();
        if (random.nextBoolean()) {
            look.append(",hflip");
        }
        look.append(",hue=h=").append(random.nextInt(360));
        if (random.nextInt(4) == 0 && frames > 30) {
            int at = 10 + random.nextInt(frames - 20);
            look.append(",eq=brightness=0.5:enable='between(n,")
                    .append(at)
                    .append(',')
                    .append(at + random.nextInt(2))
                    .append(")'");
        }
        if (random.nextInt(5) == 0) {
            look.append(",eq=brightness='0.15*sin(t*3)':eval=frame");
        }
        if (random.nextInt(3) == 0) {
            look.append(",noise=alls=")
                    .append(8 + random.nextInt(16))
                    .append(":allf=t:all_seed=")
                    .append(random.nextInt(1, 10_000));
        }
        return look.toString();
    }
}
