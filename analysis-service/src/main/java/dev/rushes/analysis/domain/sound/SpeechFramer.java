package dev.rushes.analysis.domain.sound;

import java.util.Optional;

/**
 * Cuts sound at 8 kHz into frames of 32 ms, one every 16 ms, and measures each. Voicing is the highest normalized autocorrelation at lags of 80 to
 * 400 Hz, as in any pitch tracker (Rabiner 1977).
 */
final class SpeechFramer {
    /** Samples a second. */
    static final int RATE = 8_000;

    /** Samples between two frames: 16 ms. */
    static final int HOP = 128;

    /** Coefficient of the high pass (one pole at 300 Hz) that keeps engines, wind and bass from hiding a voice. */
    private static final double PASS = 1 / (1 + 2 * Math.PI * 300 / RATE);

    private static final int LENGTH = 2 * HOP;
    private static final int SHORTEST_LAG = RATE / 400;
    private static final int LONGEST_LAG = RATE / 80;

    /** Level below which nobody asks for the pitch: −60 dBFS. */
    private static final double FAINT = 0.001;

    private final double[] frame = new double[LENGTH];

    /** Sum of the squares of all samples before each. */
    private final double[] energy = new double[LENGTH + 1];

    private int filled;
    private double before;
    private double passed;

    /** Hears a sample, full scale being 1; gives a frame whenever one is complete. */
    Optional<SpeechFrame> hear(double sample) {
        passed = PASS * (passed + sample - before);
        before = sample;
        frame[filled++] = passed;
        if (filled < LENGTH) {
            return Optional.empty();
        }
        SpeechFrame measured = measure();
        System.arraycopy(frame, HOP, frame, 0, LENGTH - HOP);
        filled = LENGTH - HOP;
        return Optional.of(measured);
    }

    private SpeechFrame measure() {
        int crossings = 0;
        for (int i = 0; i < LENGTH; i++) {
            energy[i + 1] = energy[i] + frame[i] * frame[i];
            if (i > 0 && (frame[i] >= 0) != (frame[i - 1] >= 0)) {
                crossings++;
            }
        }
        double level = Math.sqrt(energy[LENGTH] / LENGTH);
        return new SpeechFrame(level, level < FAINT ? 0 : voicing(), (double) crossings / LENGTH);
    }

    private double voicing() {
        double best = 0;
        for (int lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag++) {
            double product = 0;
            for (int i = 0; i + lag < LENGTH; i++) {
                product += frame[i] * frame[i + lag];
            }
            double norm = Math.sqrt(energy[LENGTH - lag] * (energy[LENGTH] - energy[lag]));
            if (norm > 0) {
                best = Math.max(best, product / norm);
            }
        }
        return best;
    }
}
