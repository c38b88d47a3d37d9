package dev.rushes.render.ffmpeg;

import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.MediaFailure;
import dev.rushes.media.ffmpeg.ToolLimits;
import dev.rushes.media.value.Rational;
import dev.rushes.render.domain.Picture;
import dev.rushes.render.domain.RenderPlan;
import dev.rushes.render.domain.Sound;
import dev.rushes.runtime.stage.StageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings two clocks together. The pipeline's begins at 0 with the first picture or sound of the tracks that it works on. ffmpeg's begins at 0 with
 * the container's start, which may be that of another track, or lie before pictures that are not shown in order of their bytes.
 */
final class SourceClock {
    /** Pictures arrive out of order and tracks apart from each other, but not by more than this. */
    private static final String BEGINNING = "%+3";

    private static final int MOST_BYTES = 8 << 20;

    private final Ffmpeg ffmpeg;
    private final ToolLimits limits;
    private final JsonMapper json = JsonMapper.builder().build();

    SourceClock(Ffmpeg ffmpeg, ToolLimits limits) {
        this.ffmpeg = ffmpeg;
        this.limits = limits;
    }

    /** Seconds by which the pipeline's clock begins later than ffmpeg's; rarely other than 0. */
    Mono<Rational> delay(Path media, RenderPlan plan) {
        List<String> arguments = List.of(
                "-read_intervals", BEGINNING,
                "-show_entries", "packet=stream_index,pts,flags:stream=index,time_base:format=start_time",
                "-of", "json");
        return ffmpeg.inspect(media, arguments, limits, this::parse).map(found -> delay(found, streams(plan)));
    }

    private JsonNode parse(InputStream stdout) throws IOException {
        byte[] bytes = stdout.readNBytes(MOST_BYTES);
        if (bytes.length == MOST_BYTES) {
            throw new StageFailure(
                    MediaFailure.TOOL_FAILED,
                    "Expected less than 8 MiB about the first seconds of the footage, but got more");
        }
        return json.readTree(bytes);
    }

    private static Set<Integer> streams(RenderPlan plan) {
        Set<Integer> streams = new HashSet<>();
        if (plan.picture() instanceof Picture.Footage footage) {
            streams.add(footage.stream());
        }
        plan.sound().map(Sound::stream).ifPresent(streams::add);
        return streams;
    }

    private static Rational delay(JsonNode found, Set<Integer> streams) {
        Optional<Rational> first = Optional.empty();
        for (JsonNode packet : found.path("packets")) {
            int stream = packet.path("stream_index").asInt(-1);
            boolean shown = !packet.path("flags").asString("").contains("D");
            if (streams.contains(stream) && shown && packet.path("pts").isIntegralNumber()) {
                Rational time = timeBase(found, stream)
                        .times(Rational.of(packet.path("pts").asLong(), 1));
                first = Optional.of(
                        first.map(earliest -> Rational.min(earliest, time)).orElse(time));
            }
        }
        Optional<Rational> start =
                microseconds(found.path("format").path("start_time").asString(""));
        return first.isPresent() && start.isPresent() ? first.get().minus(start.get()) : Rational.ZERO;
    }

    private static Rational timeBase(JsonNode found, int stream) {
        for (JsonNode candidate : found.path("streams")) {
            if (candidate.path("index").asInt(-1) == stream) {
                return Rational.parse(candidate.path("time_base").asString("0/1"));
            }
        }
        return Rational.ZERO;
    }

    private static Optional<Rational> microseconds(String seconds) {
        return seconds.matches("-?[0-9]{1,10}\\.[0-9]{6}")
                ? Optional.of(
                        Rational.of(new BigDecimal(seconds).movePointRight(6).longValueExact(), 1_000_000))
                : Optional.empty();
    }
}
