package dev.rushes.media.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The options that stand before every file from outside. ffmpeg decides by the bytes what a file is, and some of the things a file can be
 * are lists of other files: an HLS playlist named holiday.mp4 would read whatever file of this machine it names. Therefore only containers
 * that carry their media in themselves are on the list, and only plain files may be opened.
 */
final class InputGuards {
    /** Self-contained media containers. Never: hls, dash, concat, image2, sdp, rtsp, imf, lavfi, tty, text. */
    private static final List<String> CONTAINERS = List.of(
            "aac",
            "ac3",
            "aiff",
            "amr",
            "ape",
            "asf",
            "au",
            "av1",
            "avi",
            "avs2",
            "avs3",
            "caf",
            "cavsvideo",
            "dirac",
            "dts",
            "dtshd",
            "dv",
            "eac3",
            "evc",
            "flac",
            "flv",
            "gif",
            "gxf",
            "h261",
            "h263",
            "h264",
            "hevc",
            "iamf",
            "ivf",
            "m4v",
            "matroska",
            "webm",
            "mjpeg",
            "mlp",
            "mov",
            "mp4",
            "m4a",
            "3gp",
            "3g2",
            "mj2",
            "mp3",
            "mpc",
            "mpc8",
            "mpeg",
            "mpegts",
            "mpegvideo",
            "mxf",
            "nsv",
            "nut",
            "obu",
            "ogg",
            "rm",
            "tak",
            "truehd",
            "tta",
            "vc1",
            "voc",
            "vvc",
            "w64",
            "wav",
            "wtv",
            "wv",
            "y4m",
            "yuv4mpegpipe");

    private final FfmpegSettings settings;

    InputGuards(FfmpegSettings settings) {
        this.settings = settings;
    }

    /** For footage. */
    List<String> footage() {
        return guards(String.join(",", CONTAINERS));
    }

    /** For a list that this program wrote, whose entries are footage. */
    List<String> list() {
        return guards("concat," + String.join(",", CONTAINERS));
    }

    /** An absolute address with the protocol spelled out, so that no name can mean anything but a file. */
    static String address(Path file) {
        return "file:" + file.toAbsolutePath().normalize();
    }

    private List<String> guards(String formats) {
        return new ArrayList<>(List.of(
                "-protocol_whitelist",
                "file",
                "-format_whitelist",
                formats,
                "-max_streams",
                Integer.toString(settings.maxStreams()),
                "-max_pixels",
                Integer.toString(settings.maxPixels())));
    }
}
