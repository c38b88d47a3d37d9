package dev.rushes.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.gemini.fake.answer.Logged;
import dev.rushes.gemini.fake.answer.Logged.Segment;
import dev.rushes.gemini.fake.answer.Question;
import dev.rushes.media.ffmpeg.ToolRun;
import dev.rushes.media.testkit.MediaFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalAnswersTest {
    private final LocalAnswers answers = new LocalAnswers();

    @Test
    void ofAFilmItSaysWhereTheShotsAre(@TempDir Path folder) throws Exception {
        byte[] film =
                film(folder, "testsrc2=s=320x180:r=2:d=5[a];mandelbrot=s=320x180:r=2,trim=duration=5[b];[a][b]concat");

        Logged logged = answers.answer(question(10, true, "video/mp4", film));

        assertThat(logged.segments()).extracting(Segment::start).startsWith(0L).contains(5L);
        assertThat(logged.segments().getLast().end()).isEqualTo(10);
        assertThat(logged.segments())
                .allSatisfy(segment -> assertThat(segment.kind()).isEqualTo("action"));
    }

    @Test
    void whatIsNoFilmGetsSomethingPlausible() {
        Logged logged =
                answers.answer(question(7, true, "video/mp4", "no film at all".getBytes(StandardCharsets.UTF_8)));

        assertThat(logged.segments()).isNotEmpty();
    }

    private static byte[] film(Path folder, String sources) throws Exception {
        MediaFixture media = new MediaFixture(folder);
        List<String> arguments = new ArrayList<>(media.ffmpeg().generatedInput(sources));
        arguments.addAll(List.of("-map", "0:v:0", "-pix_fmt", "yuv420p"));
        arguments.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "file:film.mp4"));
        var unused = Objects.requireNonNull(media.ffmpeg()
                .run(new ToolRun("make a film", arguments, folder, MediaFixture.LIMITS), progress -> {})
                .block());
        return Files.readAllBytes(folder.resolve("film.mp4"));
    }

    private static Question question(double seconds, boolean video, String type, byte[] bytes) {
        return new Question(
                "gemini-3.5-flash-lite",
                seconds,
                video,
                List.of(),
                "ab".repeat(32),
                Optional.of(new Question.Film(type, bytes)));
    }
}
