package dev.rushes.analysis.domain.sound;

/** The one format that the detectors hear: 48 kHz, floats of full scale 1, one channel or two interleaved ones. */
public final class Sound {
    /** Samples a second of each channel. */
    public static final int RATE = 48_000;

    /** Channels at most; what has more is mixed down to two. */
    public static final int MOST_CHANNELS = 2;

    private Sound() {}
}
