package dev.rushes.analysis.domain.sound;

/** The one format that the detectors hear: 48 kHz, 16 bit, one channel or two interleaved ones. */
public final class Sound {
    /** Samples a second of each channel. */
    public static final int RATE = 48_000;

    /** Channels at most; what has more is mixed down to two. */
    public static final int MOST_CHANNELS = 2;

    /** Largest sample. */
    static final double FULL_SCALE = 32_768;

    private Sound() {}
}
