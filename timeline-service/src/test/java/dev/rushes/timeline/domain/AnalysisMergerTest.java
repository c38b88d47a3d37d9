package dev.rushes.timeline.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import dev.rushes.timeline.domain.FootageAnalysis.Chapter;
import dev.rushes.timeline.domain.FootageAnalysis.Shot;
import dev.rushes.timeline.domain.FootageAnalysis.Tag;
import dev.rushes.timeline.domain.FootageAnalysis.Tile;
import dev.rushes.timeline.domain.Moment.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AnalysisMergerTest {
    private static final int CHUNK = 10;
    private static final StoredObject DOCUMENT = new StoredObject("findings.json", 1, "", "application/json");
    private static final String[] WORDS = {"goal", "cheer", "talk", "pan", "crowd"};

    @Test
    void whatAChunkBorderCutInTwoIsOneSignalAgainAsSureAsItsSurestPart() {
        FootageAnalysis merged = merge(List.of(
                told(0, signals(signal(8, 10, "speech", 0.6))), told(1, signals(signal(10, 14, "speech", 0.9)))));

        assertThat(merged.signals()).containsExactly(signal(8, 14, "speech", 0.9));
    }

    @Test
    void facesOnBothSidesOfABorderAreOneStretchWithTheMostAndTheLargest() {
        FootageAnalysis merged = merge(List.of(
                told(0, faces(new Faces(span(8, 10), 1, 0.2, 0.9, "made-up/1"))),
                told(1, faces(new Faces(span(10, 12), 3, 0.1, 0.8, "made-up/1"))),
                told(2, faces(new Faces(span(29, 40), 1, 0.1, 0.8, "made-up/1")))));

        assertThat(merged.faces())
                .containsExactly(
                        new Faces(span(8, 12), 3, 0.2, 0.9, "made-up/1"),
                        new Faces(span(29, 30), 1, 0.1, 0.8, "made-up/1"));
    }

    @Test
    void aTouchThatDoesNotGoOnIsNoSignal() {
        Signal touch = new Signal(new Span(Rational.of(99, 10), Rational.of(10, 1)), "frozen", 1, "frozen/1");

        assertThat(merge(List.of(told(0, signals(touch)))).signals()).isEmpty();
    }

    @Test
    void theSameMomentOnBothSidesOfABorderIsOneAndItsWordsGoOn() {
        FootageAnalysis merged = merge(List.of(
                told(0, moments(moment(4, 10, "Goal", "What a", 0.9, "ball"))),
                told(1, moments(moment(10, 13, "goal ", "shot!", 0.7, "crowd")))));

        assertThat(merged.moments()).hasSize(1);
        Moment moment = merged.moments().getFirst();
        assertThat(moment.span()).isEqualTo(span(4, 13));
        assertThat(moment.transcript()).isEqualTo("What a shot!");
        assertThat(moment.tags()).containsExactly("ball", "crowd");
        assertThat(moment.confidence()).isEqualTo(0.7);
    }

    @Test
    void whatTwoChunksSayOfTheirOverlapIsToldOnce() {
        FootageAnalysis same = merge(List.of(
                told(0, moments(moment(7, 12, "talk", "hello", 0.5, "a"))),
                told(1, moments(moment(9, 13, "talk", "hello there", 0.8, "a")))));
        FootageAnalysis other = merge(List.of(
                told(0, moments(moment(7, 12, "talk", "hello", 0.5, "a"))),
                told(1, moments(moment(9, 15, "pan", "", 0.8, "a")))));

        assertThat(same.moments()).hasSize(1);
        assertThat(same.moments().getFirst().transcript()).isEqualTo("hello there");
        assertThat(other.moments()).extracting(Moment::span).containsExactly(span(7, 12), span(12, 15));
    }

    @Test
    void aBorderInsideAChunkMeansAsLittleAsOneBetweenChunks() {
        FootageAnalysis goesOn = merge(List.of(told(
                0,
                parts(
                        part(moment(2, 5, "Goal", "What a", 0.9, "ball")),
                        part(moment(5, 8, "goal ", "shot!", 0.7, "crowd"))))));
        FootageAnalysis twice = merge(List.of(told(
                0,
                parts(
                        part(moment(2, 6, "talk", "hello", 0.5, "a")),
                        part(moment(5, 8, "talk", "hello there", 0.8, "a"))))));

        assertThat(goesOn.moments()).extracting(Moment::span).containsExactly(span(2, 8));
        assertThat(goesOn.spoken()).extracting(Moment::transcript).containsExactly("What a shot!");
        assertThat(twice.spoken()).extracting(Moment::transcript).containsExactly("hello there");
    }

    @Test
    void wordsThatABorderPartsKeepTheirTimes() {
        FootageAnalysis merged = merge(List.of(
                told(0, moments(moment(4, 10, "Goal", "What a", 0.9, "ball"))),
                told(1, moments(moment(10, 13, "Goal", "shot!", 0.7, "ball")))));

        assertThat(merged.spoken().getFirst().words())
                .containsExactly(new Words(span(4, 10), "What a"), new Words(span(10, 13), "shot!"));
    }

    @Test
    void theOrderOfTheChunksDoesNotMatterAndNothingLiesOutsideTheFootage() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            List<ChunkFindings> chunks = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                chunks.add(told(i, random(random, i)));
            }
            FootageAnalysis merged = merge(chunks);
            Collections.shuffle(chunks, random);

            assertThat(merge(chunks)).as("seed %d", seed).isEqualTo(merged);
            for (Moment moment : merged.moments()) {
                assertThat(moment.span().duration().isPositive())
                        .as("seed %d", seed)
                        .isTrue();
                assertThat(SpanSet.clip(moment.span(), merged.footage()))
                        .as("seed %d", seed)
                        .isEqualTo(moment.span());
            }
            assertThat(merged.chapters().getFirst().span().start()).isEqualTo(Rational.ZERO);
            assertThat(merged.chapters().getLast().span().end())
                    .isEqualTo(merged.footage().end());
            for (int i = 1; i < merged.chapters().size(); i++) {
                assertThat(merged.chapters().get(i).span().start())
                        .as("seed %d", seed)
                        .isEqualTo(merged.chapters().get(i - 1).span().end());
            }
        }
    }

    @Test
    void chaptersHaveTheTitlesOfTheModelAndNoneIsShort() {
        FootageAnalysis merged = merge(List.of(
                told(0, moments(moment(0, 5, "Opening", "", 1, "a"), moment(5, 8, "Joke", "", 1, "a"))),
                told(1, moments(moment(17, 20, "Goal", "", 1, "a"))),
                told(4, moments())));

        assertThat(merged.chapters())
                .containsExactly(new Chapter(span(0, 17), "Opening"), new Chapter(span(17, 50), "Goal"));
    }

    @Test
    void aChapterIsCalledAfterWhatLastsLongestInItAndNotAfterTheBlackItBeginsWith() {
        FootageAnalysis merged = merge(List.of(
                told(
                        0,
                        moments(
                                moment(0, 2, "Black", "", 1, "a"),
                                moment(2, 5, "A goal", "", 1, "a"),
                                moment(5, 9, "Cheering", "", 1, "a"),
                                moment(9, 12, "A goal", "", 1, "a"))),
                told(4, moments())));

        assertThat(merged.chapters()).containsExactly(new Chapter(span(0, 50), "A goal"));
    }

    @Test
    void aChapterInWhichNothingWithALabelBeginsHasANumberAndNoTitleOfAnother() {
        FootageAnalysis merged = merge(List.of(
                told(0, moments(moment(0, 5, "", "", 1, "a"))), told(1, moments(moment(17, 20, "Goal", "", 1, "a")))));

        assertThat(merged.chapters())
                .containsExactly(new Chapter(span(0, 17), "Chapter 1"), new Chapter(span(17, 50), "Goal"));
    }

    @Test
    void soundGivesChaptersOnlyWhereNothingWasSeen() {
        FootageAnalysis merged = merge(List.of(
                told(0, moments(moment(0, 10, "Kitchen", "", 1, "a"), moment(10, 17, "Cat", "", 1, "a"))),
                heard(0, moments(moment(0, 4, "A voice", "", 1, "a"), moment(20, 50, "Interview", "", 1, "a")))));

        assertThat(merged.chapters())
                .containsExactly(new Chapter(span(0, 20), "Kitchen"), new Chapter(span(20, 50), "Interview"));
    }

    @Test
    void withoutAModelChaptersBeginWithShotsThatAFadeSetsApart() {
        Told fade = new Told(
                List.of(new ShotStart(Rational.of(24, 1), "fade", 0.5, "black/1")),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
        List<ChunkFindings> chunks = List.of(told(0, Told.NOTHING), withShot(2, 24, fade), told(4, Told.NOTHING));

        FootageAnalysis merged = merge(chunks);

        assertThat(merged.chapters())
                .containsExactly(new Chapter(span(0, 24), "Chapter 1"), new Chapter(span(24, 50), "Chapter 2"));
        assertThat(merged.moments()).isEmpty();
        assertThat(merged.tags()).isEmpty();
        assertThat(merged.shots()).extracting(Shot::span).containsExactly(span(0, 24), span(24, 50));
    }

    @Test
    void tagsAreCountedInSecondsWhateverTheirCase() {
        FootageAnalysis merged = merge(List.of(
                told(0, moments(moment(0, 4, "a", "", 1, "Dog"))),
                told(1, moments(moment(12, 14, "b", "", 1, "dog "), moment(15, 16, "c", "", 1, "cat")))));

        assertThat(merged.tags()).containsExactly(new Tag("dog", 6), new Tag("cat", 1));
    }

    @Test
    void aTileStandsUntilTheNextOneAndTheLastUntilItsChunkEnds() {
        Storyboard board = new Storyboard(
                "x/analysis/video-00001-storyboard.jpg",
                2,
                160,
                90,
                List.of(Rational.of(10, 1), Rational.of(12, 1), Rational.of(14, 1)));

        FootageAnalysis merged = merge(List.of(
                told(1, new Told(List.of(), List.of(), List.of(), List.of(), Optional.empty(), Optional.of(board)))));

        assertThat(merged.tiles())
                .containsExactly(
                        new Tile(span(10, 12), board.key(), 0, 0, 160, 90),
                        new Tile(span(12, 14), board.key(), 160, 0, 160, 90),
                        new Tile(span(14, 20), board.key(), 0, 90, 160, 90));
    }

    @Test
    void whatIsHeardTakesNothingFromWhatIsSeenAndTheWordsAreThoseThatWereHeard() {
        FootageAnalysis merged = merge(List.of(
                told(0, moments(moment(0, 6, "Kick-off", "goo", 0.9, "ball"))),
                heard(0, moments(moment(2, 8, "Somebody cheers", "Goal!", 0.9, "ball")))));

        assertThat(merged.moments()).extracting(Moment::label).containsExactly("Kick-off", "Somebody cheers");
        assertThat(merged.moments()).extracting(Moment::span).containsExactly(span(0, 6), span(2, 8));
        assertThat(merged.spoken()).extracting(Moment::transcript).containsExactly("Goal!");
        assertThat(merged.tags()).containsExactly(new Tag("ball", 8));
    }

    @Test
    void whereNobodyListenedTheWordsOfThePicturesCount() {
        FootageAnalysis merged = merge(List.of(
                told(0, moments(moment(0, 6, "Sign", "Way in", 0.9, "sign"))),
                told(1, moments(moment(12, 16, "Sign", "Way out", 0.9, "sign"))),
                heard(0, listenedTo(0, 10, moment(2, 8, "Cheers", "Goal!", 0.9, "ball")))));

        assertThat(merged.spoken()).extracting(Moment::transcript).containsExactly("Goal!", "Way out");
    }

    @Test
    void whereNothingWasHeardThePicturesPutNoWordsIntoAnybodysMouth() {
        FootageAnalysis merged = merge(
                List.of(told(0, moments(moment(0, 6, "Sign", "Way out", 0.9, "sign"))), heard(0, listenedTo(0, 10))));

        assertThat(merged.spoken()).isEmpty();
    }

    @Test
    void ofSoundThatWasUnderstoodInPartTheRestCountsAsUnheard() {
        FootageAnalysis merged = merge(List.of(
                told(0, moments(moment(1, 4, "Sign", "Way in", 0.9, "sign"), moment(4, 10, "Sign", "Exit", 1, "sign"))),
                heard(0, parts(new Understood(span(0, 6), true, List.of()), part(moment(8, 9, "Steps", "", 1, "a"))))));

        assertThat(merged.spoken()).isEmpty();
        assertThat(merge(List.of(
                                told(0, moments(moment(4, 10, "Sign", "Exit", 1, "sign"))), heard(0, listenedTo(0, 6))))
                        .spoken())
                .extracting(Moment::words)
                .containsExactly(List.of(new Words(span(6, 10), "Exit")));
    }

    @Test
    void highlightsAreWhatTheModelRecommendsAndTheCutWhereItRecommendsNothing() {
        List<ChunkFindings> chunks =
                List.of(told(0, moments(praised(2, 6, "Goal", 0.9), praised(6, 8, "Throw-in", 0.2))));
        List<Clip> cut = List.of(
                new Clip(span(5, 9), 0.7, List.of("lively picture")),
                new Clip(span(30, 34), 0.4, List.of("sharp picture")));

        assertThat(AnalysisMerger.merge(FindingsMerger.merge(Rational.of(50, 1), chunks), chunks, cut)
                        .highlights())
                .containsExactly(
                        new Clip(span(2, 6), 0.9, List.of("Goal", "Something.")),
                        new Clip(span(30, 34), 0.4, List.of("sharp picture")));
    }

    @Test
    void whatIsPraisedInPicturesAndSoundIsOneHighlightWithBothReasons() {
        List<Clip> highlights = highlights(
                moments(praised(2, 6, "Goal", 0.8), praised(20, 30, "Interview", 0.7)),
                moments(praised(3, 9, "Cheering", 0.9), praised(29, 40, "Music", 0.65)));

        assertThat(highlights)
                .containsExactly(
                        new Clip(span(2, 9), 0.9, List.of("Cheering", "Something.", "Goal")),
                        new Clip(span(20, 30), 0.7, List.of("Interview", "Something.")),
                        new Clip(span(30, 40), 0.65, List.of("Music", "Something.")));
    }

    @Test
    void noTimeIsAHighlightTwiceHoweverMomentsOverlap() {
        for (long seed = 1; seed <= 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Told seen = moments(some(random));
            Told heard = moments(some(random));

            List<Clip> highlights = highlights(seen, heard);

            for (int i = 0; i + 1 < highlights.size(); i++) {
                assertThat(highlights.get(i + 1).source().start())
                        .as("seed " + seed + ": " + highlights)
                        .isGreaterThanOrEqualTo(highlights.get(i).source().end());
            }
            assertThat(highlights).allMatch(clip -> clip.source().duration().isPositive());
            assertThat(highlights).isNotEmpty();
        }
    }

    private static Moment[] some(SplittableRandom random) {
        return random.ints(6, 0, 36)
                .mapToObj(start -> praised(
                        start, start + 1 + random.nextInt(12), "Label " + start, (60 + random.nextInt(41)) / 100.0))
                .toArray(Moment[]::new);
    }

    private static List<Clip> highlights(Told seen, Told heard) {
        List<ChunkFindings> chunks = List.of(told(0, seen), heard(0, heard));
        return AnalysisMerger.merge(FindingsMerger.merge(Rational.of(50, 1), chunks), chunks, List.of())
                .highlights();
    }

    private static Moment praised(int start, int end, String label, double highlight) {
        return new Moment(span(start, end), "action", label, "Something.", "", List.of(), highlight, 1, "model");
    }

    private static ChunkFindings heard(int index, Told told) {
        return ChunkFindings.none(new AnalyzedChunk(
                        Track.AUDIO,
                        index,
                        span(index * CHUNK, (index + 1) * CHUNK),
                        Optional.of(DOCUMENT),
                        "made up",
                        Optional.empty()))
                .with(told);
    }

    private static Told random(Random random, int chunk) {
        List<Moment> moments = new ArrayList<>();
        List<Signal> signals = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            int start = chunk * CHUNK - 3 + random.nextInt(CHUNK + 3);
            String word = WORDS[random.nextInt(WORDS.length)];
            moments.add(moment(Math.max(0, start), start + 4 + random.nextInt(6), word, word, 0.5, word));
            int at = chunk * CHUNK + random.nextInt(CHUNK);
            signals.add(signal(at, at + 1 + random.nextInt(4), random.nextBoolean() ? "speech" : "silence", 0.5));
        }
        int half = moments.size() / 2;
        List<Understood> parts =
                List.of(understood(moments.subList(0, half)), understood(moments.subList(half, moments.size())));
        return new Told(List.of(), signals, List.of(), parts, Optional.of("en"), Optional.empty());
    }

    @Test
    void whatAModelDidNotUnderstandIsToldInOrderOfTimeAndIsNoGap() {
        Misunderstood late = new Misunderstood("partial", Optional.of("OUT_OF_TIME"), Optional.of("Late."), true);
        Misunderstood blocked = new Misunderstood("blocked", Optional.of("BLOCKED"), Optional.empty(), false);

        FootageAnalysis analysis = merge(List.of(
                told(3, not(late)), ChunkFindings.none(chunk(0)), told(1, not(blocked)), told(2, Told.NOTHING)));

        assertThat(analysis.modelGaps())
                .containsExactly(
                        new FootageAnalysis.ModelGap(chunk(1), blocked), new FootageAnalysis.ModelGap(chunk(3), late));
        assertThat(analysis.gaps()).isEmpty();
    }

    private static Told not(Misunderstood why) {
        return new Told(
                List.of(), List.of(), List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.of(why));
    }

    private static FootageAnalysis merge(List<ChunkFindings> chunks) {
        FootageFindings findings = FindingsMerger.merge(Rational.of(5 * CHUNK, 1), chunks);
        return AnalysisMerger.merge(findings, chunks, List.of());
    }

    private static ChunkFindings told(int index, Told told) {
        return ChunkFindings.none(chunk(index)).with(told);
    }

    private static ChunkFindings withShot(int index, int at, Told told) {
        return new ChunkFindings(
                chunk(index),
                List.of(Rational.of(at, 1)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                told);
    }

    private static AnalyzedChunk chunk(int index) {
        return new AnalyzedChunk(
                Track.VIDEO,
                index,
                span(index * CHUNK, (index + 1) * CHUNK),
                Optional.of(DOCUMENT),
                "made up",
                Optional.empty());
    }

    private static Told signals(Signal... signals) {
        return new Told(List.of(), List.of(signals), List.of(), List.of(), Optional.empty(), Optional.empty());
    }

    private static Told faces(Faces... faces) {
        return new Told(List.of(), List.of(), List.of(faces), List.of(), Optional.empty(), Optional.empty());
    }

    private static Told moments(Moment... moments) {
        return parts(part(moments));
    }

    private static Told parts(Understood... parts) {
        return new Told(List.of(), List.of(), List.of(), List.of(parts), Optional.empty(), Optional.empty());
    }

    private static Understood part(Moment... moments) {
        return understood(List.of(moments));
    }

    private static Told listenedTo(int start, int end, Moment... moments) {
        return parts(new Understood(span(start, end), true, List.of(moments)));
    }

    /** Of which nothing but these was understood. */
    private static Understood understood(List<Moment> moments) {
        return new Understood(span(0, 5 * CHUNK), false, moments);
    }

    private static Signal signal(int start, int end, String kind, double score) {
        return new Signal(span(start, end), kind, score, "made-up/1");
    }

    private static Moment moment(int start, int end, String label, String transcript, double confidence, String tag) {
        return new Moment(
                span(start, end), "action", label, "Something.", transcript, List.of(tag), 0.5, confidence, "model");
    }

    private static Span span(int start, int end) {
        return new Span(Rational.of(start, 1), Rational.of(end, 1));
    }
}
