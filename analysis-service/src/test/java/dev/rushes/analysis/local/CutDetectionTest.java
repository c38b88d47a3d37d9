package dev.rushes.analysis.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.domain.Observations.Boundary;
import dev.rushes.analysis.domain.Observations.Seen;
import dev.rushes.media.testkit.Clip;
import dev.rushes.media.testkit.Clip.Truth;
import dev.rushes.media.testkit.MediaFixture;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recall and precision of cuts on randomly cut footage that has been through an encoder. */
class CutDetectionTest {
    private static final long SEED = 31;
    private static final int FILMS = 3;
    private static final int SHOTS = 24;
    private static final Rational RATE = Rational.of(24000, 1001);

    @TempDir
    static Path folder;

    private int pictures;
    private final List<Integer> cuts = new ArrayList<>();

    @Test
    void findsAtLeast98OfAHundredHardCutsToThePictureAndIsRightAsOften() {
        MediaFixture media = new MediaFixture(folder);
        int truth = 0;
        int found = 0;
        int wrong = 0;
        for (int film = 0; film < FILMS; film++) {
            Clip clip = film(media, film);

            List<Rational> detected = look(media, clip);

            truth += cuts.size();
            found += (int)
                    clip.truth().cuts().stream().filter(detected::contains).count();
            wrong += (int) detected.stream()
                    .filter(cut -> !clip.truth().cuts().contains(cut))
                    .count();
        }

        assertThat(found).as("cuts found of %s, seed %s", truth, SEED).isGreaterThanOrEqualTo((int)
                Math.ceil(0.98 * truth));
        assertThat(wrong).as("wrong cuts beside %s, seed %s", found, SEED).isLessThanOrEqualTo((int) (0.02 * found));
    }

    private Clip film(MediaFixture media, int number) {
        Random random = new Random(SEED + number);
        pictures = 0;
        cuts.clear();
        StringBuilder graph = new StringBuilder();
        StringBuilder ends = new StringBuilder();
        for (int shot = 0; shot < SHOTS; shot++) {
            int length = random.nextInt(10, 60);
            if (shot > 0) {
                cuts.add(pictures);
            }
            graph.append(source(random))
                    .append(",trim=end_frame=" + length + ",setpts=PTS-STARTPTS,setsar=1,format=yuv420p[s" + shot
                            + "];");
            ends.append("[s").append(shot).append(']');
            pictures += length;
        }
        graph.append(ends).append("concat=n=" + SHOTS + ":v=1:a=0[v]");
        Truth truth = new Truth(
                Rational.of(pictures, 1).dividedBy(RATE),
                pictures,
                RATE,
                320,
                180,
                0,
                true,
                false,
                cuts.stream().map(cut -> Rational.of(cut, 1).dividedBy(RATE)).toList(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
        return media.footage()
                .make(
                        "film-" + number + ".mp4",
                        "video/mp4",
                        truth,
                        graph.toString(),
                        "-c:v libx264 -preset ultrafast -crf 28 -pix_fmt yuv420p");
    }

    /** A shot that moves, in random colours, some of it under grain. */
    private static String source(Random random) {
        String size = "s=320x180:r=24000/1001";
        String picture =
                switch (random.nextInt(5)) {
                    case 0 -> "testsrc2=" + size;
                    case 1 ->
                        "mandelbrot=" + size
                                + String.format(
                                        Locale.ROOT,
                                        ":start_x=%.3f:start_y=%.3f",
                                        -random.nextDouble(),
                                        random.nextDouble() - 0.5);
                    case 2 -> "gradients=" + size + ":n=3:speed=0.02:seed=" + random.nextInt(1, 1000);
                    case 3 -> "smptebars=" + size + ",scroll=h=0.01";
                    default ->
                        "color=c=0x" + "%06x".formatted(random.nextInt(0x1000000)) + ":" + size
                                + ",drawgrid=w=60:h=50:t=6:c=0x" + "%06x".formatted(random.nextInt(0x1000000))
                                + ",scroll=v=0.01";
                };
        return picture + ",hue=h=" + random.nextInt(360) + (random.nextBoolean() ? ",noise=alls=12:allf=t" : "");
    }

    private static List<Rational> look(MediaFixture media, Clip clip) {
        MediaInfo info = media.probe()
                .probe(clip.file())
                .blockOptional(Duration.ofSeconds(60))
                .orElseThrow();
        ChunkToAnalyze chunk = new ChunkToAnalyze(
                Track.VIDEO,
                0,
                new StoredObject("chunk", 1, "ab".repeat(32), clip.contentType()),
                Rational.ZERO,
                clip.truth().duration(),
                clip.truth().frames(),
                info);
        Seen seen = (Seen) new LocalAnalyzer(
                        media.ffmpeg(), new LocalLimits(256, 640, 3, 1, MediaFixture.LIMITS), LocalModels.NONE)
                .analyze(chunk, clip.file(), folder, done -> {})
                .blockOptional(Duration.ofSeconds(60))
                .orElseThrow()
                .observations();
        return seen.shots().stream()
                .filter(shot -> shot.boundary() == Boundary.CUT)
                .map(shot -> shot.at())
                .toList();
    }
}
