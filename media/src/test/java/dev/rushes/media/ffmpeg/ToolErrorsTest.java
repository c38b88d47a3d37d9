package dev.rushes.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.runtime.process.ProcessEnd;
import dev.rushes.runtime.process.ProcessUsage;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The texts are what ffmpeg 5 to 8 really print. */
class ToolErrorsTest {

    @Test
    void readsTheReasonOutOfWhatTheToolSaid() {
        assertCode(
                1,
                "[gif @ 0x5628] [IMGUTILS @ 0x7fff] Picture size 16000x16000 exceeds specified max pixel count 33554432, see the documentation",
                MediaFailure.MEDIA_OVER_LIMIT);
        assertCode(
                244,
                "[matroska,webm @ 0x55] Number of streams exceeds max_streams parameter (32)\nfile:x: Cannot allocate memory",
                MediaFailure.MEDIA_OVER_LIMIT);
        assertCode(
                183,
                "[mov,mp4,m4a,3gp,3g2,mj2 @ 0x5] moov atom not found\nError opening input files: Invalid data found when processing input",
                MediaFailure.MEDIA_NOT_RECOGNIZED);
        assertCode(
                183,
                "[in#0 @ 0x55ed] Error opening input: Invalid data found when processing input",
                MediaFailure.MEDIA_NOT_DECODABLE);
        assertCode(234, "[hls @ 0x55] Format not on whitelist 'mov,mp4'", MediaFailure.MEDIA_NOT_RECOGNIZED);
        assertCode(
                234,
                "[aist#0:1/none @ 0x55] Decoding requested, but no decoder found for: none",
                MediaFailure.MEDIA_NOT_DECODABLE);
        assertCode(228, "av_interleaved_write_frame(): No space left on device", CommonFailure.DISK_FULL);
        assertCode(
                127,
                "ffmpeg: error while loading shared libraries: libfoo.so.1: cannot open shared object file: No such file",
                MediaFailure.TOOL_MISSING);
        assertCode(69, "[dec:h264 @ 0x55] Decode error rate 1 exceeds maximum", MediaFailure.MEDIA_NOT_DECODABLE);
        assertCode(255, "", MediaFailure.TOOL_KILLED);
        assertCode(8, "Unknown encoder 'libx266'", MediaFailure.TOOL_FAILED);
    }

    @Test
    void neverQuotesPathsOfTheMachine() {
        Failure failure = ToolErrors.exited(
                        "ffmpeg", 8, "Unable to choose an output format for '/home/me/x.qq'; use -f")
                .failure();

        assertThat(failure.message())
                .contains("Unable to choose")
                .doesNotContain("/home")
                .startsWith("Expected ");
    }

    @Test
    void tellsLimitsFromKills() {
        assertThat(code(new ProcessEnd.Signalled<>(ProcessEnd.Signalled.SIGXCPU, usage(""))))
                .isEqualTo(MediaFailure.MEDIA_OVER_LIMIT);
        assertThat(code(new ProcessEnd.Signalled<>(ProcessEnd.Signalled.SIGXFSZ, usage(""))))
                .isEqualTo(MediaFailure.MEDIA_OVER_LIMIT);
        assertThat(code(new ProcessEnd.Signalled<>(ProcessEnd.Signalled.SIGKILL, usage(""))))
                .isEqualTo(MediaFailure.TOOL_KILLED);
        assertThat(code(new ProcessEnd.TimedOut<>(Duration.ofSeconds(3), usage(""))))
                .isEqualTo(MediaFailure.TOOL_TIMEOUT);
        assertThat(code(new ProcessEnd.Unreadable<>(new IOException("no"), usage(""))))
                .isEqualTo(MediaFailure.TOOL_FAILED);
        assertThat(code(new ProcessEnd.NotStarted<>(new IOException("setsid")))).isEqualTo(MediaFailure.TOOL_MISSING);
    }

    private static void assertCode(int exit, String complaints, Object expected) {
        assertThat(code(new ProcessEnd.Exited<>(exit, usage(complaints)))).isEqualTo(expected);
    }

    private static Object code(ProcessEnd<?> end) {
        return ToolErrors.failureOf("ffmpeg", end).failure().code();
    }

    private static ProcessUsage usage(String complaints) {
        return new ProcessUsage(Duration.ZERO, Duration.ZERO, complaints);
    }
}
