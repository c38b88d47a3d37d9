package dev.rushes.media.ffmpeg;

import dev.rushes.media.value.Rational;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What ffprobe says about a file.
 *
 * @param container names of the format
 * @param duration seconds that the header claims
 * @param streams all streams
 */
record ProbedFile(String container, Optional<Rational> duration, List<ProbedStream> streams) {
    /** Only these are asked for: titles and other texts from outside stay where they are. */
    static final List<String> ARGUMENTS = List.of(
            "-show_entries",
            "format=format_name,duration"
                    + ":stream=index,codec_type,codec_name,width,height,pix_fmt,sample_aspect_ratio,avg_frame_rate,r_frame_rate"
                    + ",channels,sample_rate"
                    + ":stream_disposition=default,attached_pic,timed_thumbnails,still_image"
                    + ":stream_tags=:format_tags="
                    + ":stream_side_data=rotation",
            "-of",
            "json=compact=1");

    private static final int MOST_BYTES = 1024 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    /** An empty result stands for output that breaks off: ffprobe prints "{" before it knows whether it can read a file. */
    static Optional<ProbedFile> read(InputStream stdout) throws IOException {
        byte[] output = stdout.readNBytes(MOST_BYTES);
        try {
            return Optional.of(of(JSON.readTree(output)));
        } catch (JacksonException brokenOff) {
            return Optional.empty();
        }
    }

    private static ProbedFile of(JsonNode json) {
        JsonNode format = json.path("format");
        List<ProbedStream> streams =
                json.path("streams").valueStream().map(ProbedStream::of).toList();
        return new ProbedFile(
                format.path("format_name").asString("unknown"),
                seconds(format.path("duration").asString("")),
                streams);
    }

    /** Whether it is of the MP4 family. */
    boolean isMp4() {
        return Arrays.asList(container.split(",")).contains("mp4");
    }

    private static Optional<Rational> seconds(String text) {
        try {
            long micros = new BigDecimal(text)
                    .setScale(6, RoundingMode.HALF_UP)
                    .movePointRight(6)
                    .longValueExact();
            return micros > 0 ? Optional.of(Rational.of(micros, 1_000_000)) : Optional.empty();
        } catch (ArithmeticException | NumberFormatException none) {
            return Optional.empty();
        }
    }
}
