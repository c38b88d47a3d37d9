package dev.rushes.split.ffmpeg;

import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.ToolLimits;
import dev.rushes.media.ffmpeg.ToolRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Cuts a track into files by copying its packets, in one run of ffmpeg. Cuts are given as packet numbers, which are exact where times are not
 * (the segment muxer compares decoding times of reordered pictures). A file is told of the moment it is closed.
 */
public final class VideoCutter {
    /** Beyond any packet: the segment muxer wants a number even where there is no cut. */
    private static final String NEVER = "2000000000";

    private final Ffmpeg ffmpeg;
    private final ToolLimits limits;

    public VideoCutter(Ffmpeg ffmpeg, ToolLimits limits) {
        this.ffmpeg = ffmpeg;
        this.limits = limits;
    }

    /** The chunk files in order, each as soon as it is closed. Cancelling kills ffmpeg. */
    public Flux<Path> cut(VideoCut cut) {
        return Flux.defer(() -> {
            // At most one short name per planned chunk waits here, so the queue needs no other bound.
            Sinks.Many<Path> closed = Sinks.many().unicast().onBackpressureBuffer();
            Mono<Integer> run = ffmpeg.read(
                    new ToolRun("cut video", arguments(cut), cut.folder(), limits),
                    stdout -> tell(stdout, cut.folder(), closed));
            return Flux.merge(
                    closed.asFlux(),
                    run.doOnSuccess(count -> closed.emitComplete(Sinks.EmitFailureHandler.FAIL_FAST))
                            .thenMany(Flux.empty()));
        });
    }

    private List<String> arguments(VideoCut cut) {
        String numbers = cut.plan().packetNumbers();
        List<String> arguments = new ArrayList<>(ffmpeg.input(cut.source(), "-fflags", "+genpts"));
        arguments.addAll(List.of("-map", "0:" + cut.stream(), "-c", "copy", "-copyinkf", "-map_metadata", "-1"));
        // Each chunk begins at 0 with its first picture; pictures hidden by an edit list stay before 0 and stay hidden.
        arguments.addAll(List.of("-avoid_negative_ts", "disabled", "-reset_timestamps", "1"));
        arguments.addAll(
                List.of("-f", "segment", "-segment_format", cut.container().muxer()));
        arguments.addAll(List.of("-segment_frames", numbers.isEmpty() ? NEVER : numbers));
        arguments.addAll(List.of("-segment_list", "pipe:1", "-segment_list_type", "csv"));
        arguments.add("video-%05d." + cut.container().extension());
        return arguments;
    }

    /** Reads the segment list: a name of ours, then times that are not exact and not used. */
    private static int tell(InputStream stdout, Path folder, Sinks.Many<Path> closed) throws IOException {
        int count = 0;
        BoundedLines lines = new BoundedLines(stdout);
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            int comma = line.get().indexOf(',');
            if (comma > 0) {
                closed.emitNext(folder.resolve(line.get().substring(0, comma)), Sinks.EmitFailureHandler.FAIL_FAST);
                count++;
            }
        }
        return count;
    }
}
