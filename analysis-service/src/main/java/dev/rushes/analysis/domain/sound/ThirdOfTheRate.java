package dev.rushes.analysis.domain.sound;

/**
 * From 48 to 16 kHz: a low pass (a sinc of 63 taps under a Hamming window, 6 dB down at 7.2 kHz), of which only every third value is computed. It is late by
 * 31 samples, 0.6 ms.
 */
final class ThirdOfTheRate {
    private static final int TAPS = 63;
    private static final int FACTOR = Sound.RATE / VoiceModel.RATE;
    private static final double CUTOFF = 7_200.0 / Sound.RATE;
    private static final float[] FILTER = filter();

    /** The last samples, twice in a row, so that they can be read without wrapping. */
    private final float[] heard = new float[2 * TAPS];

    private int next;
    private int phase;
    private float sample;

    /** Hears a sample; says whether it completes one at the lower rate. */
    boolean hear(float value) {
        heard[next] = value;
        heard[next + TAPS] = value;
        next = (next + 1) % TAPS;
        phase = (phase + 1) % FACTOR;
        if (phase != 0) {
            return false;
        }
        float sum = 0;
        for (int i = 0; i < TAPS; i++) {
            sum += FILTER[i] * heard[next + i];
        }
        sample = sum;
        return true;
    }

    /** The sample that was completed last. */
    float sample() {
        return sample;
    }

    private static float[] filter() {
        double[] taps = new double[TAPS];
        double sum = 0;
        for (int i = 0; i < TAPS; i++) {
            double x = i - (TAPS - 1) / 2.0;
            double sinc = x == 0 ? 2 * CUTOFF : Math.sin(2 * Math.PI * CUTOFF * x) / (Math.PI * x);
            taps[i] = sinc * (0.54 - 0.46 * Math.cos(2 * Math.PI * i / (TAPS - 1)));
            sum += taps[i];
        }
        float[] filter = new float[TAPS];
        for (int i = 0; i < TAPS; i++) {
            filter[i] = (float) (taps[i] / sum);
        }
        return filter;
    }
}
