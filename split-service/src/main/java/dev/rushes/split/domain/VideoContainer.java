package dev.rushes.split.domain;

import java.util.Set;

/**
 * How a video chunk is wrapped. Chunks feed the analysis; films are made from the original.
 *
 * <p>MP4 keeps any time base and the edit lists of hidden pictures. QuickTime takes nearly every other codec as it is. VP8 has a place in
 * neither, but its sources are WebM, which tick in milliseconds already, so that its own container rounds nothing.
 */
public enum VideoContainer {
    MP4("mp4", "mp4", "video/mp4"),
    QUICKTIME("mov", "mov", "video/quicktime"),
    WEBM("webm", "webm", "video/webm");

    private static final Set<String> IN_MP4 =
            Set.of("h264", "hevc", "av1", "vp9", "mpeg4", "mpeg2video", "mpeg1video", "mjpeg");

    private final String muxer;
    private final String extension;
    private final String contentType;

    VideoContainer(String muxer, String extension, String contentType) {
        this.muxer = muxer;
        this.extension = extension;
        this.contentType = contentType;
    }

    public static VideoContainer of(String codec) {
        if ("vp8".equals(codec)) {
            return WEBM;
        }
        return IN_MP4.contains(codec) ? MP4 : QUICKTIME;
    }

    /** Name as ffmpeg says it. */
    public String muxer() {
        return muxer;
    }

    public String extension() {
        return extension;
    }

    public String contentType() {
        return contentType;
    }
}
