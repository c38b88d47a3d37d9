package dev.rushes.media.ffmpeg;

import dev.rushes.runtime.process.ProcessEnd;
import dev.rushes.runtime.process.ProcessEnd.Signalled;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.StageFailure;
import java.util.List;
import java.util.Optional;

/**
 * Decides whose fault it is when ffmpeg or ffprobe did not end well, from how it ended and what it said. The words are those of ffmpeg 5 to
 * 8; its exit codes say little (69 stands for "most packets did not decode", whatever the reason).
 */
final class ToolErrors {
    private static final int LONGEST_QUOTE = 300;
    private static final String TOO_MANY_PIXELS = "exceeds specified max pixel count";

    /** First match wins: causes before consequences, for one problem makes ffmpeg say several of these. */
    private static final List<Sign> SIGNS = List.of(
            sign("No space left on device", CommonFailure.DISK_FULL, "room on the disk", "it is full; free some space"),
            sign(
                    "Disk quota exceeded",
                    CommonFailure.DISK_FULL,
                    "room on the disk",
                    "the quota is used up; free some space"),
            sign(
                    "error while loading shared libraries",
                    MediaFailure.TOOL_MISSING,
                    "an ffmpeg that starts",
                    "it misses a library; install ffmpeg on this machine or set rushes.ffmpeg.path"),
            sign(
                    TOO_MANY_PIXELS,
                    MediaFailure.MEDIA_OVER_LIMIT,
                    "pictures of a usual size",
                    "these have more pixels than this installation accepts"),
            sign(
                    "Picture size",
                    MediaFailure.MEDIA_OVER_LIMIT,
                    "pictures of a usual size",
                    "these have more pixels than this installation accepts"),
            sign(
                    "exceeds max_streams",
                    MediaFailure.MEDIA_OVER_LIMIT,
                    "a file with a usual number of tracks",
                    "this one has more than this installation accepts"),
            sign(
                    "Number of streams exceeds",
                    MediaFailure.MEDIA_OVER_LIMIT,
                    "a file with a usual number of tracks",
                    "this one has more than this installation accepts"),
            sign(
                    "Cannot allocate memory",
                    MediaFailure.MEDIA_OVER_LIMIT,
                    "media that fits into the memory set aside for it",
                    "this one needs more"),
            sign(
                    "Error while allocating",
                    MediaFailure.MEDIA_OVER_LIMIT,
                    "media that fits into the memory set aside for it",
                    "this one needs more"),
            sign(
                    "not on whitelist",
                    MediaFailure.MEDIA_NOT_RECOGNIZED,
                    "a video or audio file",
                    "this is a list of other files or a format that is not accepted"),
            sign(
                    "moov atom not found",
                    MediaFailure.MEDIA_NOT_RECOGNIZED,
                    "a whole video file",
                    "its index is missing; it was probably cut off while being copied"),
            sign(
                    "EBML header parsing failed",
                    MediaFailure.MEDIA_NOT_RECOGNIZED,
                    "a whole video file",
                    "its head is damaged"),
            sign(
                    "Invalid data found when processing input",
                    MediaFailure.MEDIA_NOT_DECODABLE,
                    "media that can be decoded",
                    "the data is damaged or of an unknown kind"),
            sign(
                    "Invalid data found",
                    MediaFailure.MEDIA_NOT_DECODABLE,
                    "media that can be decoded",
                    "the data is damaged or of an unknown kind"),
            sign(
                    "no decoder found",
                    MediaFailure.MEDIA_NOT_DECODABLE,
                    "media that can be decoded",
                    "its codec is not known here"),
            sign(
                    "Decoder (codec",
                    MediaFailure.MEDIA_NOT_DECODABLE,
                    "media that can be decoded",
                    "its codec is not known here"));

    private static final int ERROR_RATE_EXCEEDED = 69;

    /** ffmpeg ends in order at a polite signal, whichever it was, and says so only to the talkative. */
    private static final int STOPPED_BY_SIGNAL = 255;

    private static final int SIGTERM = 15;

    private ToolErrors() {}

    /**
     * The result of a run that ended well.
     *
     * @throws StageFailure if it did not
     */
    static <T> T resultOf(String tool, ProcessEnd<T> end) {
        if (end instanceof ProcessEnd.Finished<T>(T output, var usage)) {
            return output;
        }
        throw failureOf(tool, end);
    }

    /** Why a run did not end well. */
    static StageFailure failureOf(String tool, ProcessEnd<?> end) {
        return switch (end) {
            case ProcessEnd.Finished<?> finished ->
                throw new IllegalArgumentException("Expected a run that failed, but " + tool + " finished");
            case ProcessEnd.Exited<?>(int code, var usage) -> exited(tool, code, usage.complaints());
            case Signalled<?>(int signal, var usage) -> signalled(tool, signal, usage.complaints());
            case ProcessEnd.TimedOut<?>(var limit, var usage) ->
                new StageFailure(
                        MediaFailure.TOOL_TIMEOUT,
                        "Expected " + tool + " to end within " + limit.toSeconds()
                                + " s, but it did not and was stopped.");
            case ProcessEnd.Unreadable<?>(Throwable cause, var usage) -> unreadable(tool, cause);
            case ProcessEnd.NotStarted<?>(Throwable cause) ->
                new StageFailure(
                        MediaFailure.TOOL_MISSING,
                        "Expected to start " + tool
                                + ", but the system refused. Install ffmpeg and util-linux (for setsid).",
                        cause);
        };
    }

    /**
     * Whether a failure to read footage is about that footage: its data is bad, or the tool gave up on it for a reason that no sign names.
     * Limits, full disks, kills and missing tools are not.
     */
    static boolean isAboutTheData(StageFailure failure) {
        FailureCode code = failure.failure().code();
        return code == MediaFailure.MEDIA_NOT_DECODABLE
                || code == MediaFailure.MEDIA_NOT_RECOGNIZED
                || code == MediaFailure.TOOL_FAILED;
    }

    /** ffprobe goes on without the sizes of pictures that are over the limit, and ends with 0. */
    static boolean tellsOfTooManyPixels(String complaints) {
        return complaints.contains(TOO_MANY_PIXELS);
    }

    static StageFailure exited(String tool, int code, String complaints) {
        Optional<Sign> sign = SIGNS.stream()
                .filter(known -> complaints.contains(known.words()))
                .findFirst();
        if (sign.isPresent()) {
            return sign.get().failure();
        }
        if (code == STOPPED_BY_SIGNAL && complaints.isEmpty()) {
            return signalled(tool, SIGTERM, complaints);
        }
        return code == ERROR_RATE_EXCEEDED
                ? new StageFailure(
                        MediaFailure.MEDIA_NOT_DECODABLE,
                        "Expected media that can be decoded, but most of its packets are damaged.")
                : new StageFailure(
                        MediaFailure.TOOL_FAILED,
                        "Expected " + tool + " to do its work, but it ended with code " + code + quote(complaints));
    }

    private static StageFailure signalled(String tool, int signal, String complaints) {
        return switch (signal) {
            case Signalled.SIGXCPU ->
                new StageFailure(
                        MediaFailure.MEDIA_OVER_LIMIT,
                        "Expected media that is processed within the processor time set aside for it, but this one needs more.");
            case Signalled.SIGXFSZ ->
                new StageFailure(
                        MediaFailure.MEDIA_OVER_LIMIT,
                        "Expected a result that fits into the file size set aside for it, but it grew larger.");
            default ->
                new StageFailure(
                        MediaFailure.TOOL_KILLED,
                        "Expected " + tool + " to end by itself, but signal " + signal + " ended it"
                                + quote(complaints));
        };
    }

    private static StageFailure unreadable(String tool, Throwable cause) {
        return cause instanceof StageFailure known
                ? known
                : new StageFailure(
                        MediaFailure.TOOL_FAILED,
                        "Expected output of " + tool + " that makes sense, but it could not be read.",
                        cause);
    }

    /** The last thing that the tool said, without paths of this machine. */
    private static String quote(String complaints) {
        String last = complaints.lines().reduce("", (before, line) -> line.isBlank() ? before : line);
        String plain = last.replaceAll("(file:)?/[^\\s:']+", "(a file)").replaceAll(" @ 0x[0-9a-f]+", "");
        return plain.isEmpty() ? "." : ": " + plain.substring(0, Math.min(plain.length(), LONGEST_QUOTE));
    }

    private static Sign sign(String words, FailureCode code, String expected, String but) {
        return new Sign(words, code, "Expected " + expected + ", but " + but + ".");
    }

    private record Sign(String words, FailureCode code, String message) {
        StageFailure failure() {
            return new StageFailure(code, message);
        }
    }
}
