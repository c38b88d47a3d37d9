package dev.rushes.split.domain;

import java.util.Set;

/** How the audio track is wrapped. It stays one piece, so that no cut shifts it. */
public enum AudioContainer {
    /** Only what was MP3 before: the head of other tracks would gain a run-up that they do not have. */
    MP3("mp3", "mp3", "audio/mpeg", false, Set.of("mp3")),
    /** MP4 without pictures; keeps gaps. */
    M4A("mp4", "m4a", "audio/mp4", true, Set.of("aac", "alac", "ac3", "eac3", "mp3")),
    MP2("mp2", "mp2", "audio/mpeg", false, Set.of("mp2")),
    OGG("ogg", "ogg", "audio/ogg", true, Set.of("vorbis", "opus")),
    WAV("wav", "wav", "audio/wav", false, Set.of("pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_u8", "pcm_f32le")),
    /** Lossless; also what every other codec is turned into. */
    FLAC("flac", "flac", "audio/flac", false, Set.of("flac"));

    private final String muxer;
    private final String extension;
    private final String contentType;
    private final boolean keepsGaps;
    private final Set<String> codecs;

    AudioContainer(String muxer, String extension, String contentType, boolean keepsGaps, Set<String> codecs) {
        this.muxer = muxer;
        this.extension = extension;
        this.contentType = contentType;
        this.keepsGaps = keepsGaps;
        this.codecs = codecs;
    }

    /**
     * How to store a track.
     *
     * @param container where it goes
     * @param copied whether its packets go there as they are; otherwise it is decoded, gaps are filled with silence, and it is coded without loss
     */
    public record Choice(AudioContainer container, boolean copied) {}

    /**
     * The way that keeps a track as it is, if there is one.
     *
     * @param codec name as ffmpeg says it
     * @param source container that the track comes from, as ffmpeg names it
     * @param gaps whether packets are left out where nothing sounds
     */
    public static Choice of(String codec, String source, boolean gaps) {
        for (AudioContainer container : values()) {
            boolean foreign = container == MP3 && !"mp3".equals(source);
            if (container.codecs.contains(codec) && !foreign && (container.keepsGaps || !gaps)) {
                return new Choice(container, true);
            }
        }
        return recoded();
    }

    /** The way that works for every track that can be decoded. */
    public static Choice recoded() {
        return new Choice(FLAC, false);
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
