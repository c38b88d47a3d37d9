package dev.rushes.media.value;

/** A track of the source. Audio is a track of its own and is never cut with the video. */
public enum Track {
    VIDEO,
    AUDIO;

    /** Unit of work for one chunk, such as "video-00003": the name in keys, logs and events. */
    public String unit(int index) {
        return "%s-%05d".formatted(this == VIDEO ? "video" : "audio", index);
    }
}
