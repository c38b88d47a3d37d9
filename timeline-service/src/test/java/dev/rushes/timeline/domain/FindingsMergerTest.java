package dev.rushes.timeline.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FindingsMergerTest {
    private static final StoredObject DOCUMENT = new StoredObject("findings.json", 1, "", "application/json");

    @Test
    void whatAChunkBorderCutInTwoIsOneAgain() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            long at = random.nextLong(60_000);
            Span seen = MadeUpFootage.span(at, at + 500 + random.nextLong(60_000));
            MadeUpFootage footage = new MadeUpFootage(120_000, 3_000 + random.nextLong(40_000))
                    .black(at, seen.end().toDuration().toMillis())
                    .frozen(at, seen.end().toDuration().toMillis())
                    .speech(at, seen.end().toDuration().toMillis());

            FootageFindings merged = footage.findings();

            assertThat(merged.black().spans()).as("seed %d", seed).containsExactly(seen);
            assertThat(merged.frozen().spans()).as("seed %d", seed).containsExactly(seen);
            assertThat(merged.speech()).as("seed %d", seed).containsExactly(new Speech(seen, 0.9));
        }
    }

    @Test
    void aTouchAtABorderThatDoesNotGoOnIsNoFinding() {
        FootageFindings merged = new MadeUpFootage(60_000, 10_000)
                .black(9_960, 10_000)
                .frozen(20_000, 20_400)
                .black(39_960, 40_080)
                .findings();

        assertThat(merged.black().spans()).containsExactly(MadeUpFootage.span(39_960, 40_080));
        assertThat(merged.frozen().spans()).isEmpty();
    }

    @Test
    void shotsPartitionTheFootage() {
        for (long seed = 1; seed <= 200; seed++) {
            FootageFindings merged = MadeUpFootage.random(seed).findings();
            Rational end = Rational.ZERO;
            for (Span shot : merged.shots()) {
                assertThat(shot.start()).as("seed %d", seed).isEqualTo(end);
                assertThat(shot.duration().isPositive()).as("seed %d", seed).isTrue();
                end = shot.end();
            }
            assertThat(end).as("seed %d", seed).isEqualTo(merged.footage().end());
        }
    }

    @Test
    void aBorderIsACutOnlyIfItsPicturesDiffer() {
        ChunkFindings first = video(0, gray(100), gray(100), 0.01);
        ChunkFindings same = video(1, gray(101), gray(101), 0.01);
        ChunkFindings other = video(2, gray(160), gray(160), 0.01);

        FootageFindings merged = FindingsMerger.merge(Rational.of(30, 1), List.of(first, same, other));

        assertThat(merged.cuts()).containsExactly(Rational.of(20, 1));
    }

    @Test
    void aBorderInTheMiddleOfAPanIsNoCut() {
        FootageFindings merged = FindingsMerger.merge(
                Rational.of(20, 1), List.of(video(0, gray(100), gray(100), 0.2), video(1, gray(120), gray(120), 0.2)));

        assertThat(merged.cuts()).isEmpty();
    }

    @Test
    void aBorderWithAGapOnOneSideIsNoCut() {
        FootageFindings merged = FindingsMerger.merge(
                Rational.of(30, 1),
                List.of(
                        video(0, gray(10), gray(10), 0),
                        ChunkFindings.none(chunk(1, Optional.empty())),
                        video(2, gray(200), gray(200), 0)));

        assertThat(merged.cuts()).isEmpty();
        assertThat(merged.gaps()).extracting(AnalyzedChunk::unit).containsExactly("video-00001");
    }

    @Test
    void whatAChunkSaysAboutTimesOutsideItselfIsNotBelieved() {
        ChunkFindings boastful = new ChunkFindings(
                chunk(1, Optional.of(DOCUMENT)),
                List.of(Rational.of(-5, 1), Rational.of(12, 1), Rational.of(500, 1)),
                List.of(MadeUpFootage.span(-3_000, 500_000)),
                List.of(MadeUpFootage.span(0, 1_000)),
                List.of(),
                List.of(),
                Optional.of(new Series(Rational.ZERO, Rational.of(1, 1), List.of(9.0, 9.0, 9.0))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        FootageFindings merged = FindingsMerger.merge(Rational.of(18, 1), List.of(boastful));

        assertThat(merged.cuts()).containsExactly(Rational.of(12, 1));
        assertThat(merged.black().spans()).containsExactly(MadeUpFootage.span(10_000, 18_000));
        assertThat(merged.frozen().spans()).isEmpty();
        assertThat(merged.motion().known()).isFalse();
    }

    @Test
    void aCurveWeighsEachValueWithItsShareAndKnowsWhereItKnowsNothing() {
        Curve curve = Curve.of(List.of(
                new Curve.Part(
                        MadeUpFootage.span(0, 2_000), new Series(Rational.ZERO, Rational.of(1, 1), List.of(1.0, 3.0))),
                new Curve.Part(
                        MadeUpFootage.span(10_000, 11_000),
                        new Series(Rational.of(10, 1), Rational.of(1, 1), List.of(5.0, 7.0)))));

        assertThat(curve.mean(0.5, 2)).hasValue((0.5 * 1 + 1 * 3) / 1.5);
        assertThat(curve.mean(1.5, 10.5)).hasValue((0.5 * 3 + 0.5 * 5) / 1);
        assertThat(curve.mean(3, 9)).isEmpty();
        assertThat(curve.rank(0)).isEqualTo(0);
        assertThat(curve.rank(4)).isEqualTo(2.0 / 3);
        assertThat(curve.rank(9)).isEqualTo(1);
    }

    private static ChunkFindings video(int index, byte[] first, byte[] last, double change) {
        return new ChunkFindings(
                chunk(index, Optional.of(DOCUMENT)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new EdgePicture(first, change)),
                Optional.of(new EdgePicture(last, change)));
    }

    private static AnalyzedChunk chunk(int index, Optional<StoredObject> findings) {
        return new AnalyzedChunk(
                Track.VIDEO,
                index,
                MadeUpFootage.span(index * 10_000L, (index + 1) * 10_000L),
                findings,
                "made up",
                Optional.empty());
    }

    private static byte[] gray(int brightness) {
        byte[] cells = new byte[3 * 16 * 9];
        Arrays.fill(cells, (byte) 128);
        Arrays.fill(cells, 0, 16 * 9, (byte) brightness);
        return cells;
    }
}
