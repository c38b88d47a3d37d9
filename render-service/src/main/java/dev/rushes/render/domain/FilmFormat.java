package dev.rushes.render.domain;

/** Container and codecs of a film. */
public enum FilmFormat {
    /** H.264 and AAC, index in front. */
    MP4("mp4", "video/mp4", "h264", "aac"),
    /** VP9 and Opus. */
    WEBM("webm", "video/webm", "vp9", "opus"),
    /** Moving picture without sound. */
    GIF("gif", "image/gif", "gif", "");

    private final String extension;
    private final String contentType;
    private final String videoCodec;
    private final String audioCodec;

    FilmFormat(String extension, String contentType, String videoCodec, String audioCodec) {
        this.extension = extension;
        this.contentType = contentType;
        this.videoCodec = videoCodec;
        this.audioCodec = audioCodec;
    }

    /** Also one of the names by which a probe calls the container. */
    public String extension() {
        return extension;
    }

    public String contentType() {
        return contentType;
    }

    public boolean hasSound() {
        return !audioCodec.isEmpty();
    }

    /** Name of the video codec, as a probe says it. */
    String videoCodec() {
        return videoCodec;
    }

    /** Name of the audio codec, as a probe says it; empty if the format is silent. */
    String audioCodec() {
        return audioCodec;
    }
}
