package dev.rushes.split;

import dev.rushes.flow.Recipe;
import dev.rushes.media.ffmpeg.ToolRun;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.testkit.MediaFixture;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.testkit.RecordingContext;
import dev.rushes.split.domain.Chunk;
import dev.rushes.split.domain.Footage;
import dev.rushes.split.domain.SplitFact;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.util.unit.DataSize;

/** The split stage on real files and the real ffmpeg, and a second pair of eyes for what came out. */
final class SplitBench {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MediaFixture media;
    private final Path folder;

    SplitBench(Path folder) {
        this.media = new MediaFixture(folder);
        this.folder = folder;
    }

    MediaFixture media() {
        return media;
    }

    /** A ticket that wants chunks of this length. */
    static JobTicket ticket(Duration chunkLength) {
        return RecordingContext.ticket(
                Recipe.HIGHLIGHTS,
                new JobOptions(
                        Optional.empty(),
                        Optional.of(chunkLength),
                        JobOptions.FilmFormat.MP4,
                        720,
                        JobOptions.ChunkFailurePolicy.SKIP,
                        "local",
                        Map.of()));
    }

    SplitStage stage() {
        return stage(media.store(), 1000, 1_000_000);
    }

    SplitStage stage(ObjectStore store, int mostChunks, int mostPackets) {
        SplitSettings settings = new SplitSettings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofMillis(100),
                Duration.ofMinutes(10),
                mostChunks,
                mostPackets,
                DataSize.ofMegabytes(1),
                1,
                3,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                DataSize.ofGigabytes(2),
                DataSize.ofMegabytes(200));
        return SplitConfiguration.stage(settings, media.ffmpeg(), store, media.workFolders());
    }

    /** Stores a file as a job's source and probes it, as the upload stage does. */
    Footage stored(Path file, JobTicket ticket) throws IOException {
        var info = Objects.requireNonNull(media.probe().probe(file).block(PATIENCE));
        Path copy = Files.copy(file, Files.createTempDirectory(folder, "upload").resolve("copy"));
        StoredObject object = Objects.requireNonNull(media.store()
                .put(new JobKeys(ticket.tenant(), ticket.jobId()).source(), copy, "video/mp4")
                .block(PATIENCE));
        return new Footage(object, info, Optional.of("a film.mp4"));
    }

    Outcome<SplitFact> split(SplitStage stage, Footage footage, StageContext<SplitFact> job) {
        return Objects.requireNonNull(stage.handle(footage, job).block(PATIENCE));
    }

    static List<Chunk> chunks(RecordingContext<SplitFact> job) {
        return job.announced().stream()
                .map(fact -> ((SplitFact.ChunkReady) fact).chunk())
                .toList();
    }

    Path file(Chunk chunk) {
        return media.storeRoot().resolve(chunk.object().key());
    }

    /** Digest of every picture that a file shows, in the order of display. */
    List<String> pictures(Path file) {
        return lines(file, "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framemd5", "pipe:1").stream()
                .map(line -> line.substring(line.lastIndexOf(',') + 1).trim())
                .toList();
    }

    /** When the first picture that a file shows appears, in ticks: 0 for a chunk that begins with its first picture. */
    long firstPicture(Path file) {
        return Long.parseLong(lines(file, "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framemd5", "pipe:1")
                .getFirst()
                .split(",")[2]
                .trim());
    }

    /** All sound in a file, decoded to 16 bits a sample. */
    byte[] sound(Path file) {
        List<String> arguments = new ArrayList<>(media.ffmpeg().input(file));
        arguments.addAll(List.of("-map", "0:a:0", "-c:a", "pcm_s16le", "-f", "s16le", "pipe:1"));
        ToolRun run = new ToolRun("listen twice", arguments, folder, MediaFixture.LIMITS);
        return Objects.requireNonNull(
                media.ffmpeg().read(run, InputStream::readAllBytes).block(PATIENCE));
    }

    private List<String> lines(Path file, String... output) {
        List<String> arguments = new ArrayList<>(media.ffmpeg().input(file));
        arguments.addAll(List.of(output));
        ToolRun run = new ToolRun("look twice", arguments, folder, MediaFixture.LIMITS);
        return Objects.requireNonNull(media.ffmpeg()
                .read(run, stdout -> new BufferedReader(new InputStreamReader(stdout, StandardCharsets.UTF_8))
                        .lines()
                        .filter(line -> !line.startsWith("#") && !line.isBlank())
                        .toList())
                .block(PATIENCE));
    }

    /** Six seconds of moving pictures at 25 a second, with or without a tone. */
    Path reel(String name, boolean sound, String... output) {
        List<String> arguments = new ArrayList<>(media.ffmpeg().generatedInput("testsrc2=s=96x64:r=25:d=6"));
        if (sound) {
            arguments.addAll(media.ffmpeg().generatedInput("sine=f=440:r=44100:d=6"));
        }
        arguments.addAll(List.of("-threads", "1"));
        return write(name, arguments, output);
    }

    /** A file made from another by ffmpeg, without decoding. */
    Path remuxed(Path source, String name, List<String> input, String... output) {
        List<String> arguments = new ArrayList<>(media.ffmpeg().input(source, input.toArray(String[]::new)));
        arguments.addAll(List.of("-map", "0", "-c", "copy"));
        return write(name, arguments, output);
    }

    private Path write(String name, List<String> arguments, String... output) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(output));
        all.add(name);
        Objects.requireNonNull(media.ffmpeg()
                .run(new ToolRun("synthesize " + name, all, folder, MediaFixture.LIMITS), progress -> {})
                .block(PATIENCE));
        return folder.resolve(name);
    }
}
