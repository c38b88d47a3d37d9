package dev.rushes.analysis.domain.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.analysis.domain.Cells;
import dev.rushes.analysis.domain.Observations.Shot;
import dev.rushes.media.value.Rational;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShotDetectorTest {
    private static final long SEED = 20261122;

    @Test
    void findsEveryHardCutAtItsPictureAndNothingElseInMovingNoisyFootage() {
        int found = 0;
        int wrong = 0;
        int all = 0;
        for (int footage = 0; footage < 12; footage++) {
            Random random = new Random(SEED + footage);
            List<SmallPicture> pictures = new ArrayList<>();
            List<Rational> cuts = new ArrayList<>();
            for (int shot = 0; shot < 8; shot++) {
                if (shot > 0) {
                    cuts.add(time(pictures.size()));
                }
                Scene scene = new Scene(random, random.nextDouble() * 2, random.nextInt(6));
                int length = random.nextInt(8, 50);
                for (int i = 0; i < length; i++) {
                    pictures.add(scene.picture(time(pictures.size()), i, 1));
                }
            }
            List<Rational> detected = cutsIn(pictures);
            all += cuts.size();
            found += (int) cuts.stream().filter(detected::contains).count();
            wrong += (int) detected.stream().filter(cut -> !cuts.contains(cut)).count();
        }

        assertThat(found).as("cuts found of %s, seed %s", all, SEED).isGreaterThanOrEqualTo((int)
                Math.ceil(0.98 * all));
        assertThat(wrong)
                .as("wrong cuts beside %s right ones, seed %s", all, SEED)
                .isLessThanOrEqualTo((int) (0.02 * all));
    }

    @Test
    void aCutNextToTheEdgesOfTheChunkIsFound() {
        for (int length : new int[] {1, 2, 3}) {
            List<SmallPicture> early = twoShots(length, 30);
            List<SmallPicture> late = twoShots(30, length);

            assertThat(cutsIn(early)).containsExactly(time(length));
            assertThat(cutsIn(late)).containsExactly(time(30));
        }
    }

    @Test
    void aFlashIsNoCut() {
        Scene scene = new Scene(new Random(SEED), 0.5, 2);
        List<SmallPicture> pictures = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            pictures.add(scene.picture(time(i), i, i == 20 || i == 21 ? 2.5 : 1));
        }

        assertThat(cutsIn(pictures)).isEmpty();
    }

    @Test
    void aFastPanIsNoCut() {
        Scene scene = new Scene(new Random(SEED), 14, 2);
        List<SmallPicture> pictures = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            pictures.add(scene.picture(time(i), i, 1));
        }

        assertThat(cutsIn(pictures)).isEmpty();
    }

    @Test
    void repeatedPicturesDoNotMakeMovementLookLikeCuts() {
        Scene scene = new Scene(new Random(SEED), 7, 0);
        List<SmallPicture> pictures = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            pictures.add(scene.picture(time(i), i / 3, 1));
        }

        assertThat(cutsIn(pictures)).isEmpty();
    }

    @Test
    void slidesThatStandStillAreShots() {
        Random random = new Random(SEED);
        List<SmallPicture> pictures = new ArrayList<>();
        for (int slide = 0; slide < 5; slide++) {
            Scene scene = new Scene(random, 0, 0);
            for (int i = 0; i < 24; i++) {
                pictures.add(scene.picture(time(pictures.size()), i, 1));
            }
        }

        assertThat(cutsIn(pictures)).containsExactly(time(24), time(48), time(72), time(96));
    }

    @Test
    void aFadeIsNoCut() {
        Scene scene = new Scene(new Random(SEED), 0.5, 2);
        List<SmallPicture> pictures = new ArrayList<>();
        for (int i = 0; i < 48; i++) {
            pictures.add(scene.picture(time(i), i, Math.abs(24 - i) / 24.0));
        }

        assertThat(cutsIn(pictures)).isEmpty();
    }

    @Test
    void aCutFromColourToColourOfTheSameBrightnessIsFound() {
        ShotDetector detector = new ShotDetector();
        Cells red = plain(128, 90, 200);
        Cells green = plain(128, 90, 90);
        for (int i = 1; i < 20; i++) {
            detector.see(time(i), i <= 10 ? red : green, i < 10 ? red : green);
        }
        List<Shot> shots = detector.finish();

        assertThat(shots).extracting(Shot::at).containsExactly(time(10));
        assertThat(shots.getFirst().score()).isGreaterThan(0.9);
    }

    static Rational time(long number) {
        return Rational.of(number * 1001, 24000);
    }

    static List<Rational> cutsIn(List<SmallPicture> pictures) {
        ShotDetector detector = new ShotDetector();
        for (int i = 1; i < pictures.size(); i++) {
            detector.see(
                    pictures.get(i).at(),
                    pictures.get(i - 1).cells(),
                    pictures.get(i).cells());
        }
        return detector.finish().stream().map(Shot::at).toList();
    }

    private static List<SmallPicture> twoShots(int first, int second) {
        Random random = new Random(SEED);
        Scene one = new Scene(random, 1, 2);
        Scene two = new Scene(random, 1, 2);
        List<SmallPicture> pictures = new ArrayList<>();
        for (int i = 0; i < first + second; i++) {
            pictures.add((i < first ? one : two).picture(time(i), i, 1));
        }
        return pictures;
    }

    private static Cells plain(int y, int cb, int cr) {
        byte[] cells = new byte[Cells.PLANES * Cells.PER_PLANE];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (byte) (i < Cells.PER_PLANE ? y : i < 2 * Cells.PER_PLANE ? cb : cr);
        }
        return new Cells(cells);
    }
}
