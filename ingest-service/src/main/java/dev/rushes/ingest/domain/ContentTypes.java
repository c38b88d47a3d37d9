package dev.rushes.ingest.domain;

import dev.rushes.media.value.MediaInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Media types of containers as ffmpeg names them. What a sender or a file name claims does not count. */
public final class ContentTypes {
    private static final String UNKNOWN = "application/octet-stream";

    private static final Set<String> WEBM_CODECS = Set.of("vp8", "vp9", "av1", "opus", "vorbis");

    private ContentTypes() {}

    /** The media type of probed footage; {@code application/octet-stream} if its container has none here. */
    public static String of(MediaInfo info) {
        List<String> names = Arrays.asList(info.container().split(","));
        boolean pictures = info.video().isPresent();
        if (names.contains("mp4")) {
            return pictures ? "video/mp4" : "audio/mp4";
        }
        if (names.contains("webm")) {
            return (pictures ? "video/" : "audio/") + (isWebm(info) ? "webm" : "x-matroska");
        }
        return names.isEmpty() ? UNKNOWN : single(names.getFirst(), pictures);
    }

    /** ffmpeg gives Matroska and its subset WebM one name; what the tracks are tells them apart. */
    private static boolean isWebm(MediaInfo info) {
        return info.video()
                        .map(MediaInfo.VideoInfo::codec)
                        .map(WEBM_CODECS::contains)
                        .orElse(true)
                && info.audio()
                        .map(MediaInfo.AudioInfo::codec)
                        .map(WEBM_CODECS::contains)
                        .orElse(true);
    }

    private static String single(String container, boolean pictures) {
        return switch (container) {
            case "ogg" -> pictures ? "video/ogg" : "audio/ogg";
            case "mpegts" -> "video/mp2t";
            case "mpeg" -> "video/mpeg";
            case "avi" -> "video/x-msvideo";
            case "flv" -> "video/x-flv";
            case "asf" -> "video/x-ms-asf";
            case "mxf" -> "application/mxf";
            case "gif" -> "image/gif";
            case "wav", "w64" -> "audio/wav";
            case "flac" -> "audio/flac";
            case "mp3" -> "audio/mpeg";
            case "aac" -> "audio/aac";
            case "aiff" -> "audio/aiff";
            default -> UNKNOWN;
        };
    }
}
