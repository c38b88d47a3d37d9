package dev.rushes.media.ffmpeg;

import dev.rushes.runtime.process.ProcessEnd;
import dev.rushes.runtime.stage.StageFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/**
 * Decodes the beginning of one track. Headers promise much; only decoding shows whether there is anything behind them. The test counts
 * decoded frames instead of seconds, because a track may begin late.
 */
final class DecodeTest {
    /** Frames are asked for, not seconds; a garbage track is read until its limits. */
    private static final int FRAMES = 24;

    private static final Pattern DAMAGE = Pattern.compile("error while decoding|corrupt|concealing|Invalid data");

    private final Ffmpeg ffmpeg;
    private final FfmpegSettings settings;

    DecodeTest(Ffmpeg ffmpeg, FfmpegSettings settings) {
        this.ffmpeg = ffmpeg;
        this.settings = settings;
    }

    /** What came of it. */
    enum Verdict {
        /** It decodes. */
        GOOD,
        /** It decodes, with damage. */
        DAMAGED,
        /** Nothing of it decodes. */
        NOTHING
    }

    /**
     * Tries a track.
     *
     * @return errors with a failure that is not about this track's data, such as a limit that was reached
     */
    Mono<Verdict> tryOut(Path file, ProbedStream stream) {
        AtomicInteger frames = new AtomicInteger();
        ToolRun run = new ToolRun(
                "try to decode " + stream.kind(),
                arguments(file, stream),
                file.toAbsolutePath().resolveSibling(""),
                settings.probeLimits());
        return ffmpeg.readEnd(run, stdout -> count(stdout, frames)).map(end -> verdict(end, frames.get()));
    }

    private List<String> arguments(Path file, ProbedStream stream) {
        List<String> arguments = new ArrayList<>(ffmpeg.input(file));
        String kind = stream.isAudio() ? "a" : "v";
        arguments.addAll(List.of("-map", "0:" + stream.index()));
        arguments.addAll(List.of("-frames:" + kind, Integer.toString(FRAMES)));
        arguments.addAll(List.of("-c:" + kind, stream.isAudio() ? "pcm_s16le" : "wrapped_avframe"));
        if (!stream.isAudio()) {
            arguments.addAll(List.of("-fps_mode", "passthrough"));
        }
        arguments.addAll(List.of("-f", "framecrc", "pipe:1"));
        return arguments;
    }

    /** One line for each decoded frame; lines of the head begin with a hash. */
    private static Integer count(InputStream stdout, AtomicInteger frames) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(stdout, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.startsWith("#")) {
                frames.incrementAndGet();
            }
        }
        return frames.get();
    }

    /** Damaged frames are normal at a beginning, so one good frame is enough, however the run ended. */
    private static Verdict verdict(ProcessEnd<Integer> end, int frames) {
        if (frames > 0) {
            return DAMAGE.matcher(end.usage().complaints()).find() ? Verdict.DAMAGED : Verdict.GOOD;
        }
        if (end instanceof ProcessEnd.Finished<Integer>) {
            return Verdict.NOTHING;
        }
        StageFailure failure = ToolErrors.failureOf("ffmpeg", end);
        if (ToolErrors.isAboutTheData(failure)) {
            return Verdict.NOTHING;
        }
        throw failure;
    }
}
