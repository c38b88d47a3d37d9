package dev.rushes.media.ffmpeg;

import dev.rushes.runtime.process.BoundedProcess;
import dev.rushes.runtime.process.OutputReader;
import dev.rushes.runtime.process.ProcessCommand;
import dev.rushes.runtime.process.ProcessEnd;
import dev.rushes.runtime.process.ProcessLimits;
import dev.rushes.runtime.process.ProcessUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/**
 * Runs ffmpeg as a bounded process. Every operation is lazy; cancelling it kills the whole process group within a second. Failures are
 * {@link dev.rushes.runtime.stage.StageFailure} with a {@link MediaFailure}; the exit code alone is never trusted, so callers check what was
 * written.
 */
public final class Ffmpeg {
    private static final int OPEN_FILES = 256;

    /** Filters that open files or addresses. */
    private static final Pattern OPENING_FILTER =
            Pattern.compile("movie|file|subtitles|\\bass\\b|zmq|frei0r|ladspa|lv2");

    private final FfmpegTools tools;
    private final BoundedProcess processes;
    private final FfmpegSettings settings;
    private final InputGuards guards;

    public Ffmpeg(FfmpegTools tools, BoundedProcess processes, FfmpegSettings settings) {
        this.tools = tools;
        this.processes = processes;
        this.settings = settings;
        this.guards = new InputGuards(settings);
    }

    /**
     * The arguments that open a file as an input, guarded: protocol and format whitelists, pixel and stream limits, {@code file:} prefix.
     *
     * @param options input options such as {@code -ss}, put before the {@code -i}
     */
    public List<String> input(Path file, String... options) {
        return opening(guards.footage(), file, options);
    }

    /**
     * The arguments that open a list for the concat demuxer, guarded like {@link #input}. This program wrote the list; its entries must be
     * plain relative names (letters, digits, dots, dashes, underscores) of files beside it, which ffmpeg checks.
     *
     * @param options input options, put before the {@code -i}
     */
    public List<String> concatInput(Path list, String... options) {
        List<String> arguments = opening(guards.list(), list, options);
        arguments.addAll(0, List.of("-f", "concat", "-safe", "1"));
        return arguments;
    }

    /**
     * The arguments that open a source which ffmpeg generates by itself, such as {@code anullsrc=r=48000:cl=stereo} or
     * {@code color=c=black:s=640x360:r=25}.
     *
     * @param graph made by this program; filters that open files are refused
     * @param options input options, put before the {@code -i}
     * @throws IllegalArgumentException if the graph could open anything
     */
    public List<String> generatedInput(String graph, String... options) {
        if (OPENING_FILTER.matcher(graph).find()) {
            throw new IllegalArgumentException("Expected a graph that opens nothing, but got " + graph);
        }
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-i", graph));
        return arguments;
    }

    /** Limits for a run whose caller has no opinion, as the settings say. */
    public ToolLimits limits() {
        return settings.limits();
    }

    /** Threads that a run may use, as the settings say; for encoders whose caller has an opinion. */
    public int threads() {
        return settings.threads();
    }

    /** What the tool says of its version, build included. */
    public Mono<String> version() {
        return tools.locate().map(FfmpegBinaries::version);
    }

    /**
     * Encoders that the tool has, such as "libx264". Starts it.
     *
     * @param folder any that exists
     */
    public Mono<Set<String>> encoders(Path folder) {
        ToolRun run = new ToolRun("list encoders", List.of("-encoders"), folder, settings.probeLimits());
        return read(run, stdout -> EncoderList.read(new String(stdout.readAllBytes(), StandardCharsets.UTF_8)));
    }

    /** Number of its version and where it was found, for people: "8.0.1 (bundled)". */
    public Mono<String> provenance() {
        return tools.locate().map(found -> FfmpegVersion.number(found.version()) + " (" + found.origin() + ")");
    }

    /** Runs ffmpeg to its end and reports progress from its own output. The callback never blocks. */
    public Mono<ToolReport> run(ToolRun run, Consumer<FfmpegProgress> progress) {
        List<String> arguments = prefix();
        arguments.addAll(List.of("-progress", "pipe:1", "-stats_period", "0.5"));
        arguments.addAll(run.arguments());
        return execute(Tool.FFMPEG, run, arguments, stdout -> ProgressReader.read(stdout, progress))
                .map(end -> {
                    var last = ToolErrors.resultOf(Tool.FFMPEG.label, end);
                    return report(end.usage());
                });
    }

    /** Runs ffmpeg and reads its standard output as it comes; the result is there when both have ended well. */
    public <T> Mono<T> read(ToolRun run, StdoutReader<T> reader) {
        return readEnd(run, reader).map(end -> ToolErrors.resultOf(Tool.FFMPEG.label, end));
    }

    /** Like {@link #read}, with what the run used. */
    public <T> Mono<Reading<T>> readMeasured(ToolRun run, StdoutReader<T> reader) {
        return readEnd(run, reader)
                .map(end -> new Reading<>(ToolErrors.resultOf(Tool.FFMPEG.label, end), report(end.usage())));
    }

    /**
     * What was read from a run that ended well.
     *
     * @param report what the run used
     */
    public record Reading<T>(T value, ToolReport report) {}

    /**
     * Runs ffprobe on a file, with the guards of an input, and reads its standard output as it comes.
     *
     * @param arguments what to show and how, such as {@code -show_packets -of csv}
     */
    public <T> Mono<T> inspect(Path file, List<String> arguments, ToolLimits limits, StdoutReader<T> reader) {
        return inspectEnd(file, arguments, limits, reader).map(end -> ToolErrors.resultOf(Tool.FFPROBE.label, end));
    }

    /** Like {@link #read}, for callers that make up their own mind about how it ended. */
    <T> Mono<ProcessEnd<T>> readEnd(ToolRun run, OutputReader<T> reader) {
        List<String> arguments = prefix();
        arguments.addAll(run.arguments());
        return execute(Tool.FFMPEG, run, arguments, reader);
    }

    /** Like {@link #inspect}, for callers that make up their own mind about how it ended. */
    <T> Mono<ProcessEnd<T>> inspectEnd(Path file, List<String> options, ToolLimits limits, OutputReader<T> reader) {
        List<String> arguments = new ArrayList<>(List.of("-hide_banner", "-v", "warning"));
        arguments.addAll(
                List.of("-max_alloc", Long.toString(settings.maxAllocation().toBytes())));
        arguments.addAll(guards.footage());
        arguments.addAll(List.of("-threads", Integer.toString(settings.threads())));
        arguments.addAll(options);
        arguments.addAll(List.of("-i", InputGuards.address(file)));
        Path folder = file.toAbsolutePath().resolveSibling("");
        return execute(Tool.FFPROBE, new ToolRun("look at footage", List.of(), folder, limits), arguments, reader);
    }

    private List<String> opening(List<String> guards, Path file, String... options) {
        List<String> arguments = new ArrayList<>(List.of("-threads", Integer.toString(settings.threads())));
        arguments.addAll(guards);
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-i", InputGuards.address(file)));
        return arguments;
    }

    private List<String> prefix() {
        String threads = Integer.toString(settings.threads());
        return new ArrayList<>(List.of(
                "-nostdin",
                "-hide_banner",
                "-nostats",
                "-y",
                "-v",
                "warning",
                "-max_alloc",
                Long.toString(settings.maxAllocation().toBytes()),
                "-filter_threads",
                threads,
                "-filter_complex_threads",
                threads));
    }

    private <T> Mono<ProcessEnd<T>> execute(Tool tool, ToolRun run, List<String> arguments, OutputReader<T> reader) {
        return tools.locate().flatMap(found -> {
            List<String> line = new ArrayList<>();
            line.add((tool == Tool.FFMPEG ? found.ffmpeg() : found.ffprobe()).toString());
            line.addAll(arguments);
            Map<String, String> environment = new HashMap<>(found.environment());
            // Each arena reserves 64 MB of address space, which would use up the limit with a few threads.
            environment.put("MALLOC_ARENA_MAX", "2");
            return processes.run(
                    new ProcessCommand(
                            tool.label, run.purpose(), line, run.folder(), environment, processLimits(run.limits())),
                    reader);
        });
    }

    private static ProcessLimits processLimits(ToolLimits limits) {
        return new ProcessLimits(limits.wall(), limits.cpu(), limits.memory(), limits.output(), OPEN_FILES);
    }

    private static ToolReport report(ProcessUsage usage) {
        return new ToolReport(usage.wall(), usage.cpu(), usage.complaints());
    }

    private enum Tool {
        FFMPEG("ffmpeg"),
        FFPROBE("ffprobe");

        private final String label;

        Tool(String label) {
            this.label = label;
        }
    }
}
