package dev.rushes.render;

import dev.rushes.flow.Recipe;
import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.FfmpegBinaries;
import dev.rushes.media.ffmpeg.FfmpegSettings;
import dev.rushes.media.ffmpeg.FfmpegTools;
import dev.rushes.media.ffmpeg.Probe;
import dev.rushes.media.ffmpeg.StdoutReader;
import dev.rushes.media.ffmpeg.ToolRun;
import dev.rushes.media.store.FileObjectStore;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.work.WorkFolders;
import dev.rushes.render.domain.Film;
import dev.rushes.render.domain.FinishedRender;
import dev.rushes.render.domain.RenderRequest;
import dev.rushes.runtime.process.BoundedProcess;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobOptions.FilmFormat;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.testkit.RecordingContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.core.publisher.Mono;

/** The render stage with a real ffmpeg and a real store in a folder, and the means to make footage and to look at films. */
final class RenderBench {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    final ObjectStore store;
    final RenderStage stage;
    final Ffmpeg ffmpeg;
    final Probe probe;
    final Path scratch;

    private final Path root;
    private final FfmpegTools tools;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    RenderBench(Path root, Map<String, String> properties) throws IOException {
        this(root, properties, Optional.empty());
    }

    /**
     * @param tool folder with the ffmpeg and ffprobe to use instead of the usual ones
     */
    RenderBench(Path root, Map<String, String> properties, Optional<Path> tool) throws IOException {
        this.root = root;
        this.scratch = Files.createDirectories(root.resolve("scratch"));
        Binder binder = new Binder(new MapConfigurationPropertySource(properties));
        FfmpegSettings ffmpegSettings = with(tool, binder.bindOrCreate("rushes.ffmpeg", FfmpegSettings.class));
        RenderSettings settings = binder.bindOrCreate("rushes.render", RenderSettings.class);
        BoundedProcess processes = new BoundedProcess(meters);
        this.tools = new FfmpegTools(ffmpegSettings, processes);
        this.ffmpeg = new Ffmpeg(tools, processes, ffmpegSettings);
        this.probe = new Probe(ffmpeg, ffmpegSettings);
        this.store = new FileObjectStore(root.resolve("store"));
        this.stage = (RenderStage) new RenderConfiguration()
                .renderStage(settings, store, new WorkFolders(scratch), ffmpeg, probe)
                .handler();
    }

    private static FfmpegSettings with(Optional<Path> tool, FfmpegSettings settings) {
        return new FfmpegSettings(
                tool.orElse(null),
                settings.cache(),
                settings.threads(),
                settings.maxPixels(),
                settings.maxStreams(),
                settings.maxAllocation(),
                settings.wall(),
                settings.cpu(),
                settings.memory(),
                settings.output(),
                settings.probeTime());
    }

    static JobOptions options(FilmFormat format, int maxHeight) {
        JobOptions defaults = JobOptions.DEFAULTS;
        return new JobOptions(
                defaults.filmLength(),
                defaults.chunkLength(),
                format,
                maxHeight,
                defaults.onChunkFailure(),
                defaults.analyzer(),
                defaults.extra());
    }

    static RecordingContext<FinishedRender> job(JobOptions options) {
        return RecordingContext.firstTry(RecordingContext.ticket(Recipe.HIGHLIGHTS, options));
    }

    /** Makes footage with ffmpeg; the arguments end with a bare file name. */
    Path footage(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        String name = all.removeLast();
        all.add("file:" + name);
        var made = await(ffmpeg.run(new ToolRun("make footage", all, root, ffmpeg.limits()), progress -> {}));
        return root.resolve(name);
    }

    /** A request for a film of the given clips, each "start-end" in exact seconds. */
    RenderRequest request(JobTicket ticket, Path footage, String... clips) throws IOException {
        JobKeys keys = new JobKeys(ticket.tenant(), ticket.jobId());
        MediaInfo info = await(probe.probe(footage));
        Path copy = Files.copy(footage, Files.createTempDirectory(root, "copy").resolve("footage"));
        StoredObject media = await(store.put(keys.source(), copy, "video/mp4"));
        StoredObject timeline = await(
                store.put(keys.timeline(), timeline(info, clips).getBytes(StandardCharsets.UTF_8), "application/json"));
        return new RenderRequest(timeline, media, info);
    }

    private static String timeline(MediaInfo info, String... clips) {
        String list = Stream.of(clips)
                .map(clip -> clip.split("-"))
                .map(ends -> "{\"source\": {\"start\": \"%s\", \"end\": \"%s\"}, \"score\": 1, \"reasons\": []}"
                        .formatted(ends[0], ends[1]))
                .collect(Collectors.joining(","));
        return """
                {"version": 1, "footage": {"start": "0/1", "end": "100000/1"}, "video": %s, "audio": %s, "clips": [%s]}""".formatted(info.video().isPresent(), info.audio().isPresent(), list);
    }

    Outcome<FinishedRender> render(RenderRequest request, RecordingContext<FinishedRender> job) {
        return await(stage.handle(request, job));
    }

    /** Renders and expects one film. */
    Film film(RenderRequest request, RecordingContext<FinishedRender> job) {
        return switch (render(request, job)) {
            case Outcome.Done<FinishedRender>(var facts) ->
                facts.getFirst().films().getFirst();
            case Outcome<FinishedRender> other -> throw new AssertionError("Expected a film, but got " + other);
        };
    }

    /** The film as a file. */
    Path file(Film film) throws IOException {
        return await(store.fetch(film.object(), Files.createTempDirectory(root, "fetched")));
    }

    MediaInfo look(Path file) {
        return await(probe.probe(file));
    }

    /** The numbers that {@link Footage} has drawn into the pictures. */
    List<Integer> numbers(Path film) {
        byte[] pictures = decode(film, "-map", "0:v:0", "-vf", "scale=16:1:flags=area,format=gray", "-f", "rawvideo");
        List<Integer> numbers = new ArrayList<>();
        for (int picture = 0; picture < pictures.length; picture += 16) {
            int number = 0;
            for (int bit = 0; bit < 16; bit++) {
                number |= Byte.toUnsignedInt(pictures[picture + bit]) > 128 ? 1 << bit : 0;
            }
            numbers.add(number);
        }
        return numbers;
    }

    /** Samples of the film's left side at 48 kHz. */
    short[] samples(Path film) {
        byte[] bytes = decode(film, "-map", "0:a:0", "-af", "pan=mono|c0=c0", "-ar", "48000", "-f", "s16le");
        short[] samples = new short[bytes.length / 2];
        for (int sample = 0; sample < samples.length; sample++) {
            samples[sample] = (short) (bytes[2 * sample] & 0xff | bytes[2 * sample + 1] << 8);
        }
        return samples;
    }

    byte[] decode(Path film, String... output) {
        List<String> arguments = new ArrayList<>(ffmpeg.input(film));
        arguments.addAll(List.of(output));
        arguments.addAll(List.of("-fps_mode", "passthrough", "pipe:1"));
        return read(arguments, InputStream::readAllBytes);
    }

    private <T> T read(List<String> arguments, StdoutReader<T> reader) {
        return await(ffmpeg.read(new ToolRun("look at the film", arguments, root, ffmpeg.limits()), reader));
    }

    /** Starts of the encoder so far. */
    double starts() {
        return meters.find(BoundedProcess.STARTS).tag("tool", "ffmpeg").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    FfmpegBinaries binaries() {
        return await(tools.locate());
    }

    /** Files that work has left behind, without those that mark who owns the scratch space. */
    List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.walk(scratch)) {
            return files.filter(file -> file.toString().contains("render-")).toList();
        }
    }

    /** Encoded segments that are kept for another try. */
    List<Path> parts() throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("store"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("/renders/parts/"))
                    .toList();
        }
    }

    static <T> T await(Mono<T> mono) {
        return Optional.ofNullable(mono.block(PATIENCE)).orElseThrow();
    }
}
