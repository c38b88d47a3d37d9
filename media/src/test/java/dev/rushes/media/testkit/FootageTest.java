package dev.rushes.media.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.testkit.Clip.Truth;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.Rational;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The truth that comes with synthesized footage is what the probe and a full decode find. */
class FootageTest {
    @TempDir
    static Path folder;

    static MediaFixture media;

    @BeforeAll
    static void openFixture() {
        media = new MediaFixture(folder);
    }

    static Stream<Function<Footage, Clip>> clips() {
        return Stream.of(
                Footage::shots,
                Footage::shotsIndexFirst,
                Footage::shotsFragmented,
                Footage::shotsTs,
                Footage::shotsMkv,
                Footage::shotsAvi,
                Footage::shotsLongGop,
                Footage::shotsOpenGop,
                Footage::webmWithoutDuration,
                Footage::blackAndFrozen,
                Footage::rotated,
                Footage::variableRate,
                Footage::audioOnly,
                Footage::videoOnly,
                Footage::oddSize,
                Footage::ntsc);
    }

    @ParameterizedTest
    @MethodSource("clips")
    void theTruthIsWhatIsInTheFile(Function<Footage, Clip> recipe) {
        Clip clip = recipe.apply(media.footage());
        Truth truth = clip.truth();

        MediaInfo info = media.probe()
                .probe(clip.file())
                .blockOptional(Duration.ofSeconds(60))
                .orElseThrow();

        assertThat(info.video().isPresent()).isEqualTo(truth.video());
        assertThat(info.audio().isPresent()).isEqualTo(truth.audio());
        info.video().ifPresent(video -> {
            assertThat(video.width()).isEqualTo(truth.width());
            assertThat(video.height()).isEqualTo(truth.height());
            assertThat(video.rotation()).isEqualTo(truth.rotation());
            assertThat(frames(clip.file())).isEqualTo(truth.frames());
            if (truth.frameRate().isPositive()) {
                assertThat(video.frameRate()).isEqualTo(truth.frameRate());
            }
        });
        info.claimedDuration()
                .ifPresent(claimed ->
                        assertThat(claimed.minus(truth.duration()).toDouble()).isBetween(-0.05, 0.15));
        assertThat(info.claimedDuration().isEmpty())
                .isEqualTo(clip.file().toString().endsWith("no-duration.webm"));
        assertThat(truth.duration()).isGreaterThan(Rational.ZERO);
    }

    private static long frames(Path file) {
        Long count = media.ffmpeg()
                .inspect(
                        file,
                        List.of("-select_streams", "v:0", "-show_entries", "frame=pict_type", "-of", "csv=p=0"),
                        MediaFixture.LIMITS,
                        stdout -> new String(stdout.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII)
                                .lines()
                                .filter(line -> !line.isBlank())
                                .count())
                .blockOptional(Duration.ofSeconds(60))
                .orElseThrow();
        return count;
    }
}
