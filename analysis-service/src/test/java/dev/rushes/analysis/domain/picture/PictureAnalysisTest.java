package dev.rushes.analysis.domain.picture;

import static dev.rushes.analysis.domain.picture.ShotDetectorTest.time;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.analysis.domain.CostMeter;
import dev.rushes.analysis.domain.Observations.Boundary;
import dev.rushes.analysis.domain.Observations.Edge;
import dev.rushes.analysis.domain.Observations.Seen;
import dev.rushes.analysis.domain.Observations.Shot;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PictureAnalysisTest {
    private static final long SEED = 7;

    private final Random random = new Random(SEED);
    private final List<SmallPicture> pictures = new ArrayList<>();

    @Test
    void blackIsFoundToThePictureAndTheShotAfterItFadesIn() {
        shot(24, 1, 1);
        shot(12, 0, 0, 0);
        Scene scene = new Scene(random, 1, 0);
        for (int i = 0; i < 24; i++) {
            pictures.add(scene.picture(time(pictures.size()), i, Math.min(1, 0.2 + i / 12.0)));
        }

        Seen seen = analyze().seen();

        assertThat(seen.black()).containsExactly(new Span(time(24), time(36)));
        assertThat(seen.shots()).extracting(Shot::at).containsExactly(time(24), time(36));
        assertThat(seen.shots().getFirst().boundary()).isEqualTo(Boundary.CUT);
    }

    @Test
    void aFrozenStretchIsFoundToThePictureAndASlowDriftIsNone() {
        shot(20, 0.3, 0);
        shot(20, 0, 0);
        shot(20, 0.3, 0);

        Seen seen = analyze().seen();

        assertThat(seen.frozen()).containsExactly(new Span(time(20), time(40)));
    }

    @Test
    void aSmallThingThatMovesInAStillSceneIsNotFrozen() {
        Scene scene = new Scene(random, 0, 0);
        for (int i = 0; i < 30; i++) {
            SmallPicture still = scene.picture(time(i), 0, 1);
            byte[] planes = new byte[Scene.SIZE.bytes()];
            for (int pixel = 0; pixel < still.pixels(); pixel++) {
                planes[pixel] = (byte) still.brightness(pixel);
            }
            for (int pixel = 0; pixel < 8; pixel++) {
                planes[(10 + pixel) * Scene.SIZE.width() + 20 + i % 16] = (byte) 255;
            }
            pictures.add(new SmallPicture(time(i), Scene.SIZE, planes));
        }

        assertThat(analyze().seen().frozen()).isEmpty();
    }

    @Test
    void motionFollowsMovementAndDoesNotCountCuts() {
        shot(24, 0, 0);
        shot(24, 6, 0);

        List<Double> motion = analyze().seen().motion().values();

        assertThat(motion).hasSize(5);
        assertThat(motion.getFirst()).isZero();
        assertThat(motion.get(1)).isLessThan(0.005);
        assertThat(motion.get(3)).isGreaterThan(0.02);
    }

    @Test
    void oneStillOfEachOfTheLongestShotsIsChosenFromItsMiddleAndNoneIsBlack() {
        shot(30, 0.5, 0);
        shot(6, 0.5, 0);
        shot(40, 0, 0, 0);
        shot(30, 0.5, 0);
        shot(30, 0.5, 0);

        List<ChosenStill> stills = analyze().stills();

        assertThat(stills).hasSize(3);
        assertThat(stills).extracting(ChosenStill::at).isSorted();
        assertThat(inside(stills.get(0), 6, 24)).isTrue();
        assertThat(inside(stills.get(1), 82, 100)).isTrue();
        assertThat(inside(stills.get(2), 112, 130)).isTrue();
        assertThat(stills).allSatisfy(still -> assertThat(still.at()).isEqualTo(time(still.number() * 6L)));
    }

    @Test
    void theEdgesOfTwoChunksTellACutBetweenThemAndNoneWhereTheShotGoesOn() {
        shot(30, 1, 2);
        shot(30, 1, 2);

        assertThat(isCut(edgesOf(0, 30), edgesOf(30, 60))).isTrue();
        assertThat(isCut(edgesOf(0, 15), edgesOf(15, 30))).isFalse();
    }

    @Test
    void aChunkOfOnePictureHasFindings() {
        shot(1, 1, 0);

        Seen seen = analyze().seen();

        assertThat(seen.shots()).isEmpty();
        assertThat(seen.motion().values()).containsExactly(0.0);
        assertThat(seen.edges()).isPresent();
    }

    private void shot(int length, double speed, int noise) {
        shot(length, speed, noise, 1);
    }

    private void shot(int length, double speed, int noise, double brightness) {
        Scene scene = new Scene(random, speed, noise);
        for (int i = 0; i < length; i++) {
            pictures.add(scene.picture(time(pictures.size()), i, brightness));
        }
    }

    private PictureAnalysis.Result analyze() {
        PictureAnalysis analysis = new PictureAnalysis(
                new Span(Rational.ZERO, time(pictures.size())),
                new PictureAnalysis.Stills(6, 3),
                Optional.empty(),
                CostMeter.none());
        pictures.forEach(analysis::see);
        return analysis.finish();
    }

    private Seen edgesOf(int from, int to) {
        PictureAnalysis analysis = new PictureAnalysis(
                new Span(time(from), time(to)), new PictureAnalysis.Stills(6, 3), Optional.empty(), CostMeter.none());
        pictures.subList(from, to).forEach(analysis::see);
        return analysis.finish().seen();
    }

    /** The rule as docs/formats.md states it. */
    private static boolean isCut(Seen before, Seen after) {
        Edge last = before.edges().orElseThrow().last();
        Edge first = after.edges().orElseThrow().first();
        double difference = last.cells().difference(first.cells());
        return difference >= 0.035 && difference >= 2 * Math.max(last.change(), first.change());
    }

    private static boolean inside(ChosenStill still, int from, int to) {
        return new Span(time(from), time(to)).contains(still.at());
    }
}
