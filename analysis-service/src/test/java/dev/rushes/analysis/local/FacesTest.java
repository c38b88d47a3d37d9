package dev.rushes.analysis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rushes.analysis.blaze.BlazeFaces;
import dev.rushes.analysis.blaze.DrawnFace;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.domain.Observations.Faces;
import dev.rushes.analysis.domain.Observations.Seen;
import dev.rushes.analysis.domain.picture.FaceModel;
import dev.rushes.media.ffmpeg.ToolRun;
import dev.rushes.media.testkit.MediaFixture;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FacesTest {
    private static final LocalLimits LIMITS = new LocalLimits(256, 640, 3, 1, MediaFixture.LIMITS);

    @Test
    void theFaceOfAFilmIsFoundForAsLongAsItIsThere(@TempDir Path folder) throws Exception {
        Optional<FaceModel> model = BlazeFaces.open();
        assumeThat(model)
                .as("Skipped: this build was packed without BlazeFace's model, because npm could not fetch it")
                .isPresent();
        MediaFixture media = new MediaFixture(folder);
        assertThat(ImageIO.write(
                        DrawnFace.of(640, 360, 420, 150, 180),
                        "png",
                        folder.resolve("face.png").toFile()))
                .isTrue();
        List<String> arguments = new ArrayList<>(media.ffmpeg().generatedInput("mandelbrot=s=640x360:r=25", "-t", "2"));
        arguments.addAll(List.of("-loop", "1", "-framerate", "25", "-t", "3", "-i", "file:face.png"));
        arguments.addAll(media.ffmpeg().generatedInput("testsrc2=s=640x360:r=25", "-t", "3"));
        arguments.addAll(List.of(
                "-filter_complex",
                "[0:v]format=yuv420p[a];[1:v]format=yuv420p[b];[2:v]format=yuv420p[c];[a][b][c]concat=n=3[v]"));
        arguments.addAll(List.of("-map", "[v]", "-c:v", "libx264", "-preset", "ultrafast", "file:film.mp4"));
        var unused = Objects.requireNonNull(media.ffmpeg()
                .run(new ToolRun("make a film", arguments, folder, MediaFixture.LIMITS), progress -> {})
                .block());
        Path film = folder.resolve("film.mp4");
        ChunkToAnalyze chunk = new ChunkToAnalyze(
                Track.VIDEO,
                0,
                new StoredObject("chunk", 1, "ab".repeat(32), "video/mp4"),
                Rational.of(60, 1),
                Rational.of(8, 1),
                200,
                media.probe().probe(film).blockOptional().orElseThrow());

        Seen seen = (Seen) new LocalAnalyzer(media.ffmpeg(), LIMITS, new LocalModels(Optional.empty(), model))
                .analyze(chunk, film, folder, done -> {})
                .blockOptional(Duration.ofSeconds(60))
                .orElseThrow()
                .observations();

        assertThat(seen.faces()).hasSize(1);
        Faces faces = seen.faces().getFirst();
        assertThat(faces.span()).isEqualTo(new Span(Rational.of(62, 1), Rational.of(65, 1)));
        assertThat(faces.most()).isEqualTo(1);
        assertThat(faces.largest()).isCloseTo(0.08, within(0.05));
        assertThat(faces.score()).isBetween(0.75, 1.0);
        assertThat(faces.by()).isEqualTo("faces-blaze/1");
    }
}
