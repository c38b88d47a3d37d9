package dev.rushes.media.ffmpeg;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * Runs ffmpeg as a bounded process. Every operation is lazy; cancelling it kills the whole process group within a second. Failures are
 * {@link dev.rushes.runtime.stage.StageFailure} with a {@link MediaFailure}; the exit code alone is never trusted, so callers check what was
 * written.
 */
public final class Ffmpeg {

    /**
     * The arguments that open a file as an input, guarded: protocol and format whitelists, pixel and stream limits, {@code file:} prefix.
     *
     * @param options input options such as {@code -ss}, put before the {@code -i}
     */
    public List<String> input(Path file, String... options) {
        throw new UnsupportedOperationException("not implemented: " + file + options.length);
    }

    /** Runs ffmpeg to its end and reports progress from its own output. The callback never blocks. */
    public Mono<ToolReport> run(ToolRun run, Consumer<FfmpegProgress> progress) {
        throw new UnsupportedOperationException("not implemented: " + run + progress);
    }

    /** Runs ffmpeg and reads its standard output as it comes; the result is there when both have ended well. */
    public <T> Mono<T> read(ToolRun run, StdoutReader<T> reader) {
        throw new UnsupportedOperationException("not implemented: " + run + reader);
    }

    /**
     * Runs ffprobe on a file, with the guards of an input, and reads its standard output as it comes.
     *
     * @param arguments what to show and how, such as {@code -show_packets -of csv}
     */
    public <T> Mono<T> inspect(Path file, List<String> arguments, ToolLimits limits, StdoutReader<T> reader) {
        throw new UnsupportedOperationException("not implemented: " + file + arguments + limits + reader);
    }
}
