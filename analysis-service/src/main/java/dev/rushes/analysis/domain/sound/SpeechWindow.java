package dev.rushes.analysis.domain.sound;

import java.util.List;

/**
 * How much about a second of sound resembles speech, 0..1.
 *
 * <p>Speech is made of syllables: its envelope goes up and down three to six times a second and falls almost silent between them, and part of
 * it is voiced. Music and noise keep a more even level. The first two features are those that told speech from music best in Scheirer and
 * Slaney, "Construction and evaluation of a robust multifeature speech/music discriminator" (ICASSP 1997): energy of the envelope's
 * modulation around 4 Hz, and the percentage of low-energy frames. It is a heuristic: sparse drums can pass for speech, and speech over loud
 * music can be missed.
 */
final class SpeechWindow {
    /** Mean level below which nothing is speech: −55 dBFS. */
    static final double FAINTEST = 0.0018;

    /** Modulation of the envelope, in cycles a window: 2 to 8 Hz. */
    private static final int SLOWEST = 2;

    private static final int FASTEST = 8;

    /** Depth of modulation of even sounds, and of clear speech. */
    private static final double EVEN_DEPTH = 0.2;

    private static final double SPEECH_DEPTH = 0.5;

    /** A frame is low below this part of the mean level; clear speech has that part of low frames. */
    private static final double LOW = 0.5;

    private static final double SPEECH_LOW_PART = 0.3;

    /** With more low frames than this it may be clicks, and with that many it is: clocks, steps, single knocks. */
    private static final double SPARSE = 0.75;

    private static final double TICKS = 0.9;

    /** Mean voicing, weighted by power, of clear speech. */
    private static final double SPEECH_VOICING = 0.6;

    /** What modulation alone is worth; low frames and voicing add the rest. */
    private static final double MODULATION_WORTH = 0.55;

    private SpeechWindow() {}

    static double score(List<SpeechFrame> frames) {
        double mean = frames.stream().mapToDouble(SpeechFrame::level).average().orElse(0);
        if (mean < FAINTEST) {
            return 0;
        }
        double lowPart = lowPart(frames, mean);
        double modulated =
                between(EVEN_DEPTH, SPEECH_DEPTH, depth(frames, mean)) * (1 - between(SPARSE, TICKS, lowPart));
        double low = between(0, SPEECH_LOW_PART, lowPart);
        double voiced = between(0, SPEECH_VOICING, voicing(frames));
        double rest = (1 - MODULATION_WORTH) / 2;
        return modulated * (MODULATION_WORTH + rest * low + rest * voiced);
    }

    /** Root mean square of the envelope's modulation from 2 to 8 Hz, over its mean. */
    private static double depth(List<SpeechFrame> frames, double mean) {
        int length = frames.size();
        double power = 0;
        for (int cycles = SLOWEST; cycles <= FASTEST; cycles++) {
            double real = 0;
            double imaginary = 0;
            for (int i = 0; i < length; i++) {
                double angle = 2 * Math.PI * cycles * i / length;
                real += frames.get(i).level() * Math.cos(angle);
                imaginary += frames.get(i).level() * Math.sin(angle);
            }
            power += 2 * (real * real + imaginary * imaginary) / ((double) length * length);
        }
        return Math.sqrt(power) / mean;
    }

    private static double lowPart(List<SpeechFrame> frames, double mean) {
        long low = frames.stream().filter(frame -> frame.level() < LOW * mean).count();
        return (double) low / frames.size();
    }

    private static double voicing(List<SpeechFrame> frames) {
        double power = 0;
        double voiced = 0;
        for (SpeechFrame frame : frames) {
            power += frame.level() * frame.level();
            voiced += frame.level() * frame.level() * frame.voicing();
        }
        return power == 0 ? 0 : voiced / power;
    }

    private static double between(double none, double full, double value) {
        return Math.clamp((value - none) / (full - none), 0.0, 1.0);
    }
}
