package dev.rushes.analysis.domain.sound;

/** A model that tells voices from everything else. Safe for many threads; each track of sound gets a {@link Listening} of its own. */
public interface VoiceModel {
    /** Samples a second that it hears, one channel. */
    int RATE = 16_000;

    /** Samples that it hears at a time: 32 ms. */
    int FRAME = 512;

    /** Name and version, such as "speech-silero/5". */
    String name();

    /** Begins to listen. */
    Listening begin();

    /** Remembers what came before. For one thread. */
    interface Listening {
        /**
         * How likely it is that somebody speaks in a frame, 0..1.
         *
         * @param frame {@link #FRAME} samples, full scale being 1; not kept
         */
        double voice(float[] frame);
    }
}
