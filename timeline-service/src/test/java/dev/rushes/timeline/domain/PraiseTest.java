package dev.rushes.timeline.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PraiseTest {
    private static final FrameClock CLOCK = new FrameClock(Rational.of(25, 1));

    @Test
    void aStretchIsWorthWhatItsMomentsAreWorthInItsTime() {
        Praise praise = praise(moment(0, 2, 0.2), moment(2, 4, 0.8));

        assertThat(praise.of(frames(1, 3))).hasValueCloseTo(0.5, within(1e-9));
        assertThat(praise.of(frames(2, 4))).hasValueCloseTo(0.8, within(1e-9));
    }

    @Test
    void whereMomentsOverlapTheBestOneCounts() {
        Praise praise = praise(moment(0, 10, 0.3), moment(4, 6, 0.9));

        assertThat(praise.of(frames(4, 6))).hasValueCloseTo(0.9, within(1e-9));
        assertThat(praise.of(frames(3, 5))).hasValueCloseTo(0.6, within(1e-9));
        assertThat(praise.of(frames(3, 5), 0.6)).map(Moment::highlight).contains(0.9);
        assertThat(praise.of(frames(0, 4), 0.6)).isEmpty();
    }

    @Test
    void whatNoMomentTellsOfIsUnknownNotBad() {
        Praise praise = praise(moment(0, 2, 0.7));

        assertThat(praise.of(frames(5, 8))).isEmpty();
        assertThat(praise.of(frames(1, 4))).isEmpty();
        assertThat(praise.of(frames(1, 3))).hasValueCloseTo(0.7, within(1e-9));
        assertThat(praise().of(frames(0, 1))).isEmpty();
    }

    @Test
    void anyMomentsGiveWhatCountingFrameByFrameGives() {
        for (long seed = 1; seed <= 100; seed++) {
            Random random = new Random(seed);
            List<Moment> moments = new ArrayList<>();
            for (int i = random.nextInt(12); i > 0; i--) {
                int start = random.nextInt(20);
                moments.add(moment(start, start + random.nextInt(6), random.nextInt(11) / 10.0));
            }
            Praise praise = new Praise(moments, CLOCK);
            Frames stretch = new Frames(random.nextInt(500), 500 + random.nextInt(100));
            double sum = 0;
            long known = 0;
            for (long frame = stretch.start(); frame < stretch.end(); frame++) {
                double best = -1;
                for (Moment moment : moments) {
                    if (new Frames(frame, frame + 1).overlaps(CLOCK.touching(moment.span()))) {
                        best = Math.max(best, moment.highlight());
                    }
                }
                known += best < 0 ? 0 : 1;
                sum += Math.max(0, best);
            }
            if (known == 0 || known < 0.5 * stretch.length()) {
                assertThat(praise.of(stretch)).as("seed %d", seed).isEmpty();
            } else {
                assertThat(praise.of(stretch)).as("seed %d", seed).hasValueCloseTo(sum / known, within(1e-9));
            }
        }
    }

    private static Praise praise(Moment... moments) {
        return new Praise(List.of(moments), CLOCK);
    }

    private static Moment moment(int start, int end, double highlight) {
        return new Moment(
                new Span(Rational.of(start, 1), Rational.of(end, 1)),
                "action",
                "m" + start,
                "",
                "",
                List.of(),
                highlight,
                1,
                "model");
    }

    private static Frames frames(int start, int end) {
        return new Frames(start * 25L, end * 25L);
    }
}
