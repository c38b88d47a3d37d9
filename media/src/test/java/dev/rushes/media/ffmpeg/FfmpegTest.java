package dev.rushes.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rushes.media.testkit.MediaFixture;
import dev.rushes.runtime.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;

class FfmpegTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path shared;

    static MediaFixture media;

    @TempDir
    Path folder;

    private Ffmpeg ffmpeg;

    @BeforeAll
    static void openFixture() {
        media = new MediaFixture(shared);
    }

    @BeforeEach
    void take() {
        ffmpeg = media.ffmpeg();
    }

    @Test
    void reportsProgressAndWhatWasUsed() {
        ConcurrentLinkedQueue<FfmpegProgress> progress = new ConcurrentLinkedQueue<>();
        List<String> arguments =
                new ArrayList<>(ffmpeg.input(media.footage().shots().file()));
        arguments.addAll(List.of("-map", "0:v", "-c:v", "libx264", "-preset", "ultrafast", "out.mp4"));

        ToolReport report = ffmpeg.run(new ToolRun("test", arguments, folder, MediaFixture.LIMITS), progress::add)
                .blockOptional(PATIENCE)
                .orElseThrow();

        assertThat(progress).isNotEmpty().last().satisfies(last -> {
            assertThat(last.frame()).isEqualTo(300);
            assertThat(last.time()).isBetween(Duration.ofMillis(11_500), Duration.ofMillis(12_000));
        });
        assertThat(report.cpu()).isPositive();
        assertThat(report.warnings()).isEmpty();
        assertThat(folder.resolve("out.mp4")).isNotEmptyFile();
    }

    @Test
    void listsItsEncoders() {
        Set<String> encoders = ffmpeg.encoders(folder).blockOptional(PATIENCE).orElseThrow();

        assertThat(encoders).contains("libx264", "aac", "gif").doesNotContain("=", "Video", "h264");
        assertThat(ffmpeg.provenance().blockOptional(PATIENCE).orElseThrow()).matches("\\S+ \\(.+\\)");
    }

    @Test
    void joinsFilesThroughAListThatThisProgramWrote() throws IOException {
        Path clip = media.footage().videoOnly().file();
        Files.copy(clip, folder.resolve("c0.mp4"));
        Files.copy(clip, folder.resolve("c1.mp4"));
        Path list = Files.writeString(folder.resolve("list.txt"), "file c0.mp4\nduration 4\nfile c1.mp4\nduration 4\n");
        List<String> arguments = new ArrayList<>(ffmpeg.concatInput(list));
        arguments.addAll(List.of("-c", "copy", "joined.mp4"));

        run(arguments);

        assertThat(media.probe().probe(folder.resolve("joined.mp4")).block(PATIENCE))
                .satisfies(
                        info -> assertThat(info.claimedDuration().orElseThrow().toDouble())
                                .isBetween(7.9, 8.1));
    }

    @Test
    void refusesListsThatLeadElsewhere() throws IOException {
        Path clip = media.footage().videoOnly().file();
        for (String entry : List.of(clip.toString(), "file:" + clip, "../" + clip.getFileName())) {
            Path list = Files.writeString(folder.resolve("list.txt"), "file '" + entry + "'\n");
            List<String> arguments = new ArrayList<>(ffmpeg.concatInput(list));
            arguments.addAll(List.of("-c", "copy", "-f", "null", "-"));

            assertThat(catchThrowableOfType(StageFailure.class, () -> run(arguments)))
                    .as(entry)
                    .isNotNull();
        }
    }

    @Test
    void generatesSourcesButOpensNothingThroughThem() {
        List<String> arguments = new ArrayList<>(ffmpeg.generatedInput("anullsrc=r=48000:cl=stereo", "-t", "1"));
        arguments.addAll(List.of("-c:a", "aac", "silence.m4a"));

        run(arguments);

        assertThat(folder.resolve("silence.m4a")).isNotEmptyFile();
        for (String graph :
                List.of("movie=/etc/passwd", "amovie=x", "color,drawtext=textfile=/etc/passwd", "color,subtitles=x")) {
            assertThatThrownBy(() -> ffmpeg.generatedInput(graph)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void readsRawOutputAsItComes() {
        List<String> arguments =
                new ArrayList<>(ffmpeg.input(media.footage().videoOnly().file()));
        arguments.addAll(List.of("-vf", "scale=16:9", "-pix_fmt", "gray", "-f", "rawvideo", "pipe:1"));

        Long bytes = ffmpeg.read(
                        new ToolRun("test", arguments, folder, MediaFixture.LIMITS),
                        stdout -> stdout.transferTo(java.io.OutputStream.nullOutputStream()))
                .block(PATIENCE);

        assertThat(bytes).isEqualTo(100L * 16 * 9);
    }

    @Test
    void stopsWithinItsTime() {
        ToolLimits limits =
                new ToolLimits(Duration.ofMillis(700), PATIENCE, DataSize.ofGigabytes(2), DataSize.ofMegabytes(10));

        assertFailure(limits, MediaFailure.TOOL_TIMEOUT);
    }

    @Test
    void stopsWhenItUsesTooMuchProcessorTime() {
        ToolLimits limits =
                new ToolLimits(PATIENCE, Duration.ofSeconds(1), DataSize.ofGigabytes(2), DataSize.ofMegabytes(10));

        assertFailure(limits, MediaFailure.MEDIA_OVER_LIMIT);
    }

    @Test
    void stopsWhenItsOutputGrowsTooLarge() {
        ToolLimits limits = new ToolLimits(PATIENCE, PATIENCE, DataSize.ofGigabytes(2), DataSize.ofKilobytes(256));
        List<String> arguments = new ArrayList<>(ffmpeg.generatedInput("testsrc2=s=640x360", "-t", "100"));
        arguments.addAll(List.of("-f", "rawvideo", "big.raw"));

        StageFailure failure = catchThrowableOfType(
                StageFailure.class, () -> ffmpeg.run(new ToolRun("test", arguments, folder, limits), progress -> {})
                        .block(PATIENCE));

        assertThat(failure.failure().code()).isEqualTo(MediaFailure.MEDIA_OVER_LIMIT);
    }

    @Test
    void isGoneWhenCancelled() throws Exception {
        CompletableFuture<FfmpegProgress> started = new CompletableFuture<>();
        Set<ProcessHandle> others = ProcessHandle.current().descendants().collect(Collectors.toSet());
        Disposable subscription = ffmpeg.run(
                        new ToolRun("test", endless(), folder, MediaFixture.LIMITS), started::complete)
                .subscribe();
        assertThat(started.get(60, TimeUnit.SECONDS)).isNotNull();
        List<ProcessHandle> family = ProcessHandle.current()
                .descendants()
                .filter(process -> !others.contains(process))
                .toList();
        assertThat(family).isNotEmpty();

        subscription.dispose();

        assertThat(family).allSatisfy(member -> assertThat(member.onExit()).succeedsWithin(PATIENCE));
    }

    private void assertFailure(ToolLimits limits, MediaFailure code) {
        StageFailure failure = catchThrowableOfType(
                StageFailure.class, () -> ffmpeg.run(new ToolRun("test", endless(), folder, limits), progress -> {})
                        .block(PATIENCE));

        assertThat(failure.failure().code()).isEqualTo(code);
    }

    private List<String> endless() {
        List<String> arguments = new ArrayList<>(ffmpeg.generatedInput("mandelbrot=s=640x360"));
        arguments.addAll(List.of("-f", "null", "-"));
        return arguments;
    }

    private void run(List<String> arguments) {
        var report = ffmpeg.run(new ToolRun("test", arguments, folder, MediaFixture.LIMITS), progress -> {})
                .block(PATIENCE);
    }
}
