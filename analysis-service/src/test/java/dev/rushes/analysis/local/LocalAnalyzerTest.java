package dev.rushes.analysis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.analysis.analyzer.Examination;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Observations.Heard;
import dev.rushes.analysis.domain.Observations.Seen;
import dev.rushes.analysis.domain.Observations.Shot;
import dev.rushes.media.ffmpeg.MediaFailure;
import dev.rushes.media.ffmpeg.ToolRun;
import dev.rushes.media.testkit.Clip;
import dev.rushes.media.testkit.Footage;
import dev.rushes.media.testkit.MediaFixture;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import dev.rushes.runtime.stage.StageFailure;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole way from a file through ffmpeg to findings, on synthesized footage whose truth is known. */
class LocalAnalyzerTest {
    private static final LocalLimits LIMITS = new LocalLimits(256, 640, 3, 1, MediaFixture.LIMITS);

    @TempDir
    static Path folder;

    static MediaFixture media;

    @BeforeAll
    static void openFixture() {
        media = new MediaFixture(folder);
    }

    /** Not the AVI: it has a hole after its first picture to make room for the delay of MP3, so its cuts really are one picture later. */
    static Stream<Function<Footage, Clip>> clipsWithCuts() {
        return Stream.of(
                Footage::shots,
                Footage::shotsTs,
                Footage::shotsMkv,
                Footage::shotsLongGop,
                Footage::shotsOpenGop,
                Footage::shotsFragmented,
                Footage::videoOnly,
                Footage::variableRate);
    }

    @ParameterizedTest
    @MethodSource("clipsWithCuts")
    void findsTheCutsOfEveryContainerWithinAMillisecondAndNothingElse(Function<Footage, Clip> recipe) {
        Clip clip = chunkOf(recipe.apply(media.footage()));

        Examination examination = look(clip, Rational.ZERO);

        Seen seen = (Seen) examination.observations();
        assertThat(examination.problem()).isEmpty();
        assertThat(seen.shots()).hasSameSizeAs(clip.truth().cuts());
        for (int i = 0; i < seen.shots().size(); i++) {
            assertThat(seen.shots().get(i).at().toDouble())
                    .isCloseTo(clip.truth().cuts().get(i).toDouble(), within(0.001));
        }
    }

    @Test
    void timesAreExactAndOnTheSourcesClock() {
        Rational start = Rational.of(7 * 1001, 30000);

        Seen seen = (Seen) look(media.footage().shots(), start).observations();

        assertThat(seen.shots())
                .extracting(Shot::at)
                .containsExactly(
                        start.plus(Rational.of(3, 1)), start.plus(Rational.of(6, 1)), start.plus(Rational.of(9, 1)));
        assertThat(seen.edges().orElseThrow().first().at()).isEqualTo(start);
        assertThat(seen.edges().orElseThrow().last().at()).isEqualTo(start.plus(Rational.of(299, 25)));
    }

    @Test
    void oneDecodeServesAllDetectorsAndTheStills() {
        Clip clip = media.footage().shots();
        MediaInfo described = info(clip);
        long before = media.ffmpegStarts();

        Examination examination = look(clip, described, Rational.ZERO);

        assertThat(media.ffmpegStarts() - before).isEqualTo(1);
        assertThat(examination.stills()).hasSize(3);
    }

    @Test
    void findsBlackAndFrozenPicturesToThePicture() {
        Clip clip = media.footage().blackAndFrozen();

        Seen seen = (Seen) look(clip, Rational.ZERO).observations();

        assertClose(seen.black(), clip.truth().black(), 0.04);
        assertClose(seen.frozen(), clip.truth().frozen(), 0.04);
        assertThat(seen.shots()).extracting(Shot::at).isEqualTo(clip.truth().cuts());
    }

    @Test
    void findsSilenceWithinATenthOfASecondAndSpeechAroundIt() {
        Clip clip = media.footage().blackAndFrozen();

        Heard heard = (Heard) listen(clip, 1).observations();

        assertClose(heard.silence(), clip.truth().silence(), 0.1);
        assertThat(heard.speech()).hasSize(2);
        assertThat(heard.speech())
                .allSatisfy(speech -> assertThat(overlap(speech, 4, 6)).isLessThan(0.5));
    }

    @Test
    void aToneIsNoSpeech() {
        Clip clip = media.footage().audioOnly();

        Heard heard = (Heard) listen(clip, 1).observations();

        assertClose(heard.silence(), clip.truth().silence(), 0.1);
        assertThat(heard.speech()).hasSize(1);
        assertThat(heard.speech().getFirst().span().start().toDouble()).isCloseTo(4, within(0.6));
        assertThat(heard.loudness().values()).hasSize(12);
        assertThat(heard.loudness().values().get(6)).isEqualTo(-70);
    }

    @Test
    void aSixChannelTrackIsAsLoudAsItsMixAndNotTurnedDown() {
        Clip source = media.footage().audioOnly();
        String tone = "aevalsrc='0|0|0.1*sin(2*PI*1000*t)|0|0|0':s=48000:d=4:c=5.1[a]";
        Clip clip = media.footage().make("surround.m4a", "audio/mp4", source.truth(), tone, "-c:a flac -f mp4");

        Heard heard = (Heard) listen(clip, 6).observations();

        // −20 dBFS in the middle is −23 dBFS on both sides; two sides of −23 are −23 LUFS, as the definition of LUFS
        // wants.
        assertThat(heard.integratedLoudness().orElseThrow()).isCloseTo(-23, within(0.2));
    }

    @Test
    void stillsAreUprightAndOfALimitedSize() throws IOException {
        Examination examination = look(media.footage().rotated(), Rational.ZERO);

        assertThat(examination.stills()).hasSize(1);
        BufferedImage still = ImageIO.read(stillFile(examination));
        assertThat(still.getWidth()).isEqualTo(180);
        assertThat(still.getHeight()).isEqualTo(320);
    }

    @Test
    void picturesOfOddSizesAreLookedAt() {
        Examination examination = look(media.footage().oddSize(), Rational.ZERO);

        assertThat(examination.problem()).isEmpty();
        assertThat(examination.stills()).hasSize(1);
    }

    @Test
    void aChunkThatEndsEarlyIsPartlyAnalyzedAndSaysSo() throws IOException {
        Clip whole = media.footage().shotsTs();
        Path cut = folder.resolve("cut.ts");
        byte[] bytes = Files.readAllBytes(whole.file());
        Files.write(cut, Arrays.copyOf(bytes, bytes.length * 6 / 10));

        Examination examination = look(new Clip(cut, whole.contentType(), whole.truth()), Rational.ZERO);

        assertThat(examination.problem()).hasValueSatisfying(problem -> assertThat(problem)
                .startsWith("Expected 300 pictures in video-00002, but only "));
        assertThat(((Seen) examination.observations()).shots())
                .extracting(Shot::at)
                .contains(Rational.of(3, 1));
    }

    @Test
    void bytesThatAreNoVideoAreTheFootagesFault() throws IOException {
        Path noise = folder.resolve("noise.mp4");
        Files.writeString(noise, "This is not a film. ".repeat(500));
        Clip clip = media.footage().videoOnly();

        assertThatThrownBy(() -> look(new Clip(noise, "video/mp4", clip.truth()), info(clip), Rational.ZERO))
                .isInstanceOfSatisfying(StageFailure.class, failure -> assertThat(
                                failure.failure().code())
                        .isIn(MediaFailure.MEDIA_NOT_DECODABLE, MediaFailure.MEDIA_NOT_RECOGNIZED));
    }

    private static File stillFile(Examination examination) {
        return examination.stills().getFirst().file().toFile();
    }

    /** The video track alone, as the split stores it: the clock of a chunk begins with its first picture. */
    private static Clip chunkOf(Clip clip) {
        String name = "chunk-of-" + clip.file().getFileName() + ".mp4";
        List<String> arguments = new ArrayList<>(media.ffmpeg().input(clip.file()));
        arguments.addAll(List.of("-map", "0:v:0", "-c", "copy", name));
        assertThat(media.ffmpeg()
                        .run(new ToolRun(arguments, folder, MediaFixture.LIMITS), progress -> {})
                        .block(Duration.ofSeconds(60)))
                .isNotNull();
        return new Clip(folder.resolve(name), "video/mp4", clip.truth());
    }

    private static Examination look(Clip clip, Rational start) {
        return look(clip, info(clip), start);
    }

    /** Looks at a clip under the description of its source. */
    private static Examination look(Clip clip, MediaInfo described, Rational start) {
        ChunkToAnalyze chunk = new ChunkToAnalyze(
                Track.VIDEO,
                2,
                stored(clip),
                start,
                clip.truth().duration(),
                clip.truth().frames(),
                described);
        return analyze(chunk, clip);
    }

    private static Examination listen(Clip clip, int channels) {
        MediaInfo info = info(clip);
        assertThat(info.audio().orElseThrow().channels()).isEqualTo(channels);
        return analyze(
                new ChunkToAnalyze(
                        Track.AUDIO,
                        0,
                        stored(clip),
                        Rational.ZERO,
                        clip.truth().duration(),
                        0,
                        info),
                clip);
    }

    private static Examination analyze(ChunkToAnalyze chunk, Clip clip) {
        try {
            Path scratch = Files.createTempDirectory(folder, "scratch");
            return new LocalAnalyzer(media.ffmpeg(), LIMITS, LocalModels.NONE)
                    .analyze(chunk, clip.file(), scratch, done -> {})
                    .blockOptional(Duration.ofSeconds(60))
                    .orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static MediaInfo info(Clip clip) {
        return media.probe()
                .probe(clip.file())
                .blockOptional(Duration.ofSeconds(60))
                .orElseThrow();
    }

    private static StoredObject stored(Clip clip) {
        return new StoredObject("chunk", 1, "ab".repeat(32), clip.contentType());
    }

    private static void assertClose(List<Span> found, List<Span> truth, double tolerance) {
        assertThat(found).hasSameSizeAs(truth);
        for (int i = 0; i < truth.size(); i++) {
            assertThat(found.get(i).start().toDouble())
                    .isCloseTo(truth.get(i).start().toDouble(), within(tolerance));
            assertThat(found.get(i).end().toDouble())
                    .isCloseTo(truth.get(i).end().toDouble(), within(tolerance));
        }
    }

    private static double overlap(Finding speech, double from, double to) {
        return Math.min(to, speech.span().end().toDouble())
                - Math.max(from, speech.span().start().toDouble());
    }
}
