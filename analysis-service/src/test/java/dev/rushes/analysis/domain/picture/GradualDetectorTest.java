package dev.rushes.analysis.domain.picture;

import static dev.rushes.analysis.domain.picture.ShotDetectorTest.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Finding.Kind;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GradualDetectorTest {
    private static final long SEED = 19;
    private static final double TOLERANCE = 0.2;

    private final Random random = new Random(SEED);
    private final List<SmallPicture> pictures = new ArrayList<>();

    @Test
    void dissolvesOfAnyLengthAreFoundWhereTheyAre() {
        for (int length : List.of(12, 24, 36, 48)) {
            pictures.clear();
            dissolve(scene(0.2), scene(0.2), 30, length);

            List<Finding> found = detect();

            assertThat(found).as("%s pictures, seed %s", length, SEED).hasSize(1);
            assertThat(found.getFirst().kind()).isEqualTo(Kind.DISSOLVE);
            assertClose(found.getFirst(), 30, 30 + length);
        }
    }

    @Test
    void aFadeOutAndAFadeInAreTwoFindings() {
        Scene before = scene(1);
        Scene after = scene(1);
        for (int i = 0; i < 90; i++) {
            add(before, i, Math.clamp(1 - (i - 30) / 24.0, 0.0, 1.0));
        }
        for (int i = 0; i < 90; i++) {
            add(after, i, Math.clamp((i - 20) / 24.0, 0.0, 1.0));
        }

        List<Finding> found = detect();

        assertThat(found).extracting(Finding::kind).containsExactly(Kind.FADE_OUT, Kind.FADE_IN);
        assertClose(found.getFirst(), 30, 54);
        assertClose(found.getLast(), 110, 134);
    }

    @Test
    void hardCutsMovementAndNoiseAreNoTransitions() {
        for (int trial = 0; trial < 20; trial++) {
            pictures.clear();
            for (int shot = 0; shot < 3; shot++) {
                Scene scene = new Scene(random, random.nextDouble() * 6, random.nextInt(8));
                for (int i = 0; i < 40; i++) {
                    add(scene, i, 1);
                }
            }

            assertThat(detect()).as("trial %s, seed %s", trial, SEED).isEmpty();
        }
    }

    @Test
    void aChangeOfLightAloneIsNoTransition() {
        Scene scene = scene(0);
        for (int i = 0; i < 90; i++) {
            add(scene, i, Math.clamp(1 - (i - 30) / 40.0, 0.4, 1.0));
        }

        assertThat(detect()).isEmpty();
    }

    @Test
    void aFlashIsNoTransition() {
        Scene scene = scene(0.5);
        for (int i = 0; i < 60; i++) {
            add(scene, i, i == 30 || i == 31 ? 3 : 1);
        }

        assertThat(detect()).isEmpty();
    }

    @Test
    void whatMovesInBothShotsHidesNoDissolve() {
        int found = 0;
        for (int trial = 0; trial < 20; trial++) {
            pictures.clear();
            dissolve(scene(2), scene(2), 30, 24);
            found += (int) detect().stream()
                    .filter(finding -> finding.kind() == Kind.DISSOLVE)
                    .filter(finding ->
                            Math.abs(finding.span().start().minus(time(30)).toDouble()) <= 2 * TOLERANCE)
                    .count();
        }

        assertThat(found).as("of 20, seed %s", SEED).isGreaterThanOrEqualTo(14);
    }

    private Scene scene(double speed) {
        return new Scene(random, speed, 3);
    }

    private void dissolve(Scene before, Scene after, int lead, int length) {
        for (int i = 0; i < lead + length + 30; i++) {
            double part = Math.clamp((i - lead) / (double) length, 0.0, 1.0);
            pictures.add(mix(before.picture(time(i), i, 1), after.picture(time(i), i, 1), part));
        }
    }

    private static SmallPicture mix(SmallPicture before, SmallPicture after, double part) {
        byte[] planes = new byte[Scene.SIZE.bytes()];
        for (int i = 0; i < before.pixels(); i++) {
            planes[i] = (byte) Math.round(before.brightness(i) * (1 - part) + after.brightness(i) * part);
        }
        return new SmallPicture(before.at(), Scene.SIZE, planes);
    }

    private void add(Scene scene, int number, double brightness) {
        pictures.add(scene.picture(time(pictures.size()), number, brightness));
    }

    private List<Finding> detect() {
        GradualDetector detector = new GradualDetector(new Span(Rational.ZERO, time(pictures.size())));
        ShotDetector cuts = new ShotDetector();
        pictures.forEach(detector::see);
        for (int i = 1; i < pictures.size(); i++) {
            cuts.see(
                    pictures.get(i).at(),
                    pictures.get(i - 1).cells(),
                    pictures.get(i).cells());
        }
        return detector.finish(cuts.finish());
    }

    private static void assertClose(Finding finding, int start, int end) {
        assertThat(finding.span().start().toDouble()).isCloseTo(time(start).toDouble(), within(TOLERANCE));
        assertThat(finding.span().end().toDouble()).isCloseTo(time(end).toDouble(), within(TOLERANCE));
    }
}
