package dev.rushes.timeline.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the cut, over made-up footage of every kind, and what people would expect of footage that is simple. */
class CutPlannerTest {
    private static final Rational SHORTEST = Rational.of(3, 2);
    private static final Rational LONGEST = Rational.of(6, 1);
    private static final Rational FRAME = Rational.of(1, 25);
    private static final int SEEDS = 150;

    private static List<Clip> plan(MadeUpFootage footage, long seconds) {
        return CutPlanner.plan(footage.findings(), wish(footage, seconds));
    }

    private static CutWish wish(MadeUpFootage footage, long seconds) {
        return new CutWish(Rational.of(seconds, 1), SHORTEST, LONGEST, footage.clock());
    }

    private static long wantedSeconds(long seed) {
        return 3 + new Random(seed).nextInt(60);
    }

    private static Rational length(List<Clip> clips) {
        return clips.stream().map(clip -> clip.source().duration()).reduce(Rational.ZERO, Rational::plus);
    }

    private static boolean inside(Rational time, Span span) {
        return span.start().isLessThan(time) && time.isLessThan(span.end());
    }

    private static boolean cutsWords(List<Clip> clips, MadeUpFootage footage) {
        return clips.stream()
                .flatMap(clip -> Stream.of(clip.source().start(), clip.source().end()))
                .anyMatch(edge -> footage.spoken().stream().anyMatch(words -> inside(edge, words)));
    }

    @Test
    void clipsComeInOrderOverlapNowhereAndStayInsideTheFootage() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            MadeUpFootage footage = MadeUpFootage.random(seed);

            List<Clip> clips = plan(footage, wantedSeconds(seed));

            assertThat(clips).as("seed %d", seed).isNotEmpty();
            Rational last = Rational.ZERO;
            for (Clip clip : clips) {
                assertThat(clip.source().start()).as("seed %d", seed).isGreaterThanOrEqualTo(last);
                assertThat(clip.source().duration().isPositive())
                        .as("seed %d", seed)
                        .isTrue();
                assertThat(clip.score()).as("seed %d", seed).isBetween(0.0, 1.0);
                assertThat(clip.reasons()).as("seed %d", seed).isNotEmpty();
                last = clip.source().end();
            }
            assertThat(last).as("seed %d", seed).isLessThanOrEqualTo(Rational.of(footage.length, 1000));
        }
    }

    @Test
    void everyEdgeLiesBetweenTwoPictures() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            MadeUpFootage footage = MadeUpFootage.random(seed);
            for (Clip clip : plan(footage, wantedSeconds(seed))) {
                Rational rate = footage.clock().rate();
                assertThat(clip.source().start().times(rate).scale())
                        .as("seed %d", seed)
                        .isEqualTo(1);
                assertThat(clip.source().end().times(rate).scale())
                        .as("seed %d", seed)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void aClipOfLongFootageIsNeitherAFlashNorBoring() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            MadeUpFootage footage = MadeUpFootage.random(seed);
            List<Clip> clips = plan(footage, wantedSeconds(seed));
            if (clips.size() > 1) {
                for (Clip clip : clips) {
                    assertThat(clip.source().duration()).as("seed %d", seed).isBetween(SHORTEST, LONGEST);
                }
            }
        }
    }

    @Test
    void theFilmIsAsLongAsWantedToWithinATenthOrOneClipIfTheFootageAllowsIt() {
        int checked = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            MadeUpFootage footage = MadeUpFootage.random(seed);
            long seconds = wantedSeconds(seed);
            Rational wanted = Rational.of(seconds, 1);
            Rational dull = footage.dull().stream().map(Span::duration).reduce(Rational.ZERO, Rational::plus);
            Rational good = Rational.of(footage.length, 1000).minus(dull);
            if (good.isLessThan(wanted.times(Rational.of(3, 1)))) {
                continue;
            }
            checked++;
            Rational slack =
                    Rational.max(wanted.times(Rational.of(1, 10)), LONGEST).plus(FRAME);

            Rational length = length(plan(footage, seconds));

            assertThat(length)
                    .as("seed %d, wanted %d s", seed, seconds)
                    .isBetween(wanted.minus(slack), wanted.plus(slack));
        }
        assertThat(checked).isGreaterThan(SEEDS / 2);
    }

    @Test
    void theSameFindingsInAnyOrderGiveTheSameCut() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            MadeUpFootage footage = MadeUpFootage.random(seed);
            List<ChunkFindings> shuffled = new ArrayList<>(footage.chunks());
            Collections.shuffle(shuffled, new Random(seed));
            FootageFindings merged = FindingsMerger.merge(Rational.of(footage.length, 1000), shuffled);

            assertThat(CutPlanner.plan(merged, wish(footage, 20)))
                    .as("seed %d", seed)
                    .isEqualTo(plan(footage, 20));
        }
    }

    @Test
    void whatAModelRecommendsIsInTheFilmHoweverDullItLooks() {
        MadeUpFootage footage = new MadeUpFootage(300_000)
                .motion(at -> at < 200_000 ? 0.5 : 0.01)
                .praised(0, 240_000, 0.1, "Nothing much")
                .praised(240_000, 246_000, 0.95, "The bride laughs")
                .praised(246_000, 300_000, 0.1, "Nothing much");

        List<Clip> clips = plan(footage, 6);

        Span praised = new Span(Rational.of(240, 1), Rational.of(246, 1));
        assertThat(clips).anySatisfy(clip -> {
            assertThat(clip.source().overlaps(praised)).isTrue();
            assertThat(clip.reasons().getFirst()).isEqualTo("recommended: The bride laughs");
        });
    }

    @Test
    void nobodyIsCutOffWhoEverPausesForBreath() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            MadeUpFootage footage = new MadeUpFootage(300_000);
            long at = random.nextLong(3_000);
            while (at < 295_000) {
                long end = at + 400 + random.nextLong(4_500);
                var unused = footage.speech(at, end);
                at = end + 200 + random.nextLong(2_000);
            }

            assertThat(cutsWords(plan(footage, wantedSeconds(seed)), footage))
                    .as("seed %d", seed)
                    .isFalse();
        }
    }

    @Test
    void somebodyWhoNeverPausesIsCutOffRatherThanLeftOut() {
        MadeUpFootage footage = new MadeUpFootage(120_000).speech(0, 120_000);

        assertThat(length(plan(footage, 20))).isEqualTo(Rational.of(20, 1));
    }

    @Test
    void nothingBlackOrFrozenIsShownWhereThereIsEnoughElse() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            MadeUpFootage footage = new MadeUpFootage(300_000);
            for (int i = 0; i < 8; i++) {
                long start = random.nextLong(299_000);
                long end = Math.min(300_000, start + 500 + random.nextLong(6_000));
                var unused = random.nextBoolean() ? footage.black(start, end) : footage.frozen(start, end);
            }

            List<Clip> clips = plan(footage, 30);

            assertThat(clips).as("seed %d", seed).noneMatch(clip -> footage.dull().stream()
                    .anyMatch(clip.source()::overlaps));
        }
    }

    @Test
    void aClipShowsOneShotIfShotsAreLongEnough() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            MadeUpFootage footage = new MadeUpFootage(300_000);
            long at = 0;
            while (at < 290_000) {
                at += 2_000 + random.nextLong(12_000);
                var unused = footage.cut(at);
            }
            List<Rational> cuts = footage.findings().cuts();

            assertThat(plan(footage, 20)).as("seed %d", seed).noneMatch(clip -> cuts.stream()
                    .anyMatch(cut -> inside(cut, clip.source())));
        }
    }

    @Test
    void theLiveliestMinuteIsInTheFilmAndDoesNotFillIt() {
        MadeUpFootage footage =
                new MadeUpFootage(600_000).motion(at -> at >= 300_000 && at < 360_000 ? 0.9 : 0.1 + at / 1e7);
        Span lively = MadeUpFootage.span(300_000, 360_000);

        List<Clip> clips = plan(footage, 30);

        assertThat(clips)
                .anyMatch(
                        clip -> lively.overlaps(clip.source()) && clip.reasons().contains("lively picture"));
        assertThat(clips).anyMatch(clip -> clip.source().end().isLessThan(lively.start()));
        assertThat(clips).anyMatch(clip -> lively.end().isLessThan(clip.source().start()));
    }

    @Test
    void uniformFootageIsSampledAllOver() {
        MadeUpFootage footage = new MadeUpFootage(900_000);

        List<Clip> clips = plan(footage, 30);

        for (long third = 0; third < 3; third++) {
            Span stretch = MadeUpFootage.span(third * 300_000, (third + 1) * 300_000);
            assertThat(clips).anyMatch(clip -> stretch.overlaps(clip.source()));
        }
    }

    @Test
    void wholeSentencesOfSoundOnlyFootageAreChosenAndSaidToBeSpeech() {
        MadeUpFootage footage =
                new MadeUpFootage(300_000).withoutPicture().loudness(at -> at >= 100_000 && at < 130_000 ? -20 : -55);
        for (long at = 100_000; at < 130_000; at += 5_000) {
            var unused = footage.speech(at, at + 4_000);
        }

        List<Clip> clips = plan(footage, 12);

        assertThat(clips).anyMatch(clip -> clip.reasons().contains("somebody speaks"));
        assertThat(cutsWords(clips, footage)).isFalse();
    }

    @Test
    void footageThatIsShorterThanTheFilmIsKeptWithoutItsBlackAndFrozenEnds() {
        MadeUpFootage footage = new MadeUpFootage(18_000)
                .black(0, 1_000)
                .frozen(1_000, 2_000)
                .black(8_000, 9_000)
                .frozen(17_000, 18_000);

        assertThat(plan(footage, 20)).extracting(Clip::source).containsExactly(MadeUpFootage.span(2_000, 17_000));
    }

    @Test
    void aStillEndThatSomebodySpeaksOverIsKept() {
        MadeUpFootage footage = new MadeUpFootage(10_000).frozen(7_000, 10_000).speech(6_000, 9_000);

        assertThat(plan(footage, 20)).extracting(Clip::source).containsExactly(MadeUpFootage.span(0, 9_000));
    }

    @Test
    void footageThatIsBlackAllOverIsKeptAsItIs() {
        assertThat(plan(new MadeUpFootage(10_000).black(0, 10_000), 20))
                .extracting(Clip::source)
                .containsExactly(MadeUpFootage.span(0, 10_000));
        assertThat(length(plan(new MadeUpFootage(100_000).black(0, 100_000), 20)))
                .isEqualTo(Rational.of(20, 1));
    }

    @Test
    void footageOfLessThanAFrameIsOneClip() {
        assertThat(plan(new MadeUpFootage(10), 20)).extracting(Clip::source).containsExactly(MadeUpFootage.span(0, 10));
    }

    @Test
    void footageThatNothingIsKnownAboutIsSampledEvenly() {
        FootageFindings nothing = FindingsMerger.merge(Rational.of(300, 1), List.of());

        List<Clip> clips = CutPlanner.plan(nothing, wish(new MadeUpFootage(300_000), 20));

        assertThat(length(clips)).isBetween(Rational.of(18, 1), Rational.of(22, 1));
        assertThat(clips.getLast().source().start()).isGreaterThan(Rational.of(150, 1));
    }

    @Test
    void aHeaderThatClaimsTwoYearsCostsNoMoreThanFootageOfADay() {
        FootageFindings lie = FindingsMerger.merge(Rational.of(63_072_001, 1), List.of());

        assertThat(length(CutPlanner.plan(lie, wish(new MadeUpFootage(1), 20))))
                .isBetween(Rational.of(18, 1), Rational.of(22, 1));
    }

    @Test
    void aShootingDayMakesALongFilm() {
        MadeUpFootage footage = new MadeUpFootage(8 * 3_600_000L).motion(at -> (at / 500 * 7919 % 1000) / 1000.0);
        for (long at = 0; at < footage.length; at += 9_000) {
            var unused = footage.cut(at).speech(at + 1_000, at + 4_000);
        }

        assertThat(length(plan(footage, 1_200))).isBetween(Rational.of(1_080, 1), Rational.of(1_320, 1));
    }
}
