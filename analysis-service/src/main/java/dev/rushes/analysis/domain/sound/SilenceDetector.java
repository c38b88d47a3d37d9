package dev.rushes.analysis.domain.sound;

import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Finding.Kind;
import dev.rushes.analysis.domain.SpanCollector;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.List;

/**
 * Finds silence: windows of 20 ms in which no channel is louder than −50 dBFS. The level is that of AES17: the root mean square of a
 * full-scale sine is 0 dBFS. Noise is judged by its power, not by its rare peaks.
 */
final class SilenceDetector {
    static final String NAME = "silence/1";

    /** Level above which it is not silent. */
    static final double LIMIT_DBFS = -50;

    /** Samples of a window: 20 ms. */
    static final int WINDOW = Sound.RATE / 50;

    /** Seconds that it must last. */
    static final Rational SHORTEST = Rational.of(3, 10);

    /** Seconds that it must last where it touches the edge of a chunk. */
    static final Rational SHORTEST_AT_EDGE = Rational.of(1, 10);

    /** Largest mean square of samples in silence: a sine of that level has half the square of its amplitude. */
    private static final double LIMIT = Math.pow(10, LIMIT_DBFS / 10) / 2;

    private final Span chunk;
    private final SpanCollector spans;
    private final double[] power;
    private int inWindow;
    private long heard;

    SilenceDetector(Span chunk, int channels) {
        this.chunk = chunk;
        this.spans = new SpanCollector(chunk, SHORTEST, SHORTEST_AT_EDGE);
        this.power = new double[channels];
    }

    /** Hears one sample of each channel. */
    void hear(float[] block, int offset) {
        for (int channel = 0; channel < power.length; channel++) {
            double sample = block[offset + channel];
            power[channel] += sample * sample;
        }
        if (++inWindow == WINDOW) {
            endWindow();
        }
    }

    List<Finding> finish() {
        if (inWindow > 0) {
            endWindow();
        }
        return spans.finish().stream()
                .map(span -> Finding.measured(span, Kind.SILENCE, NAME))
                .toList();
    }

    private void endWindow() {
        double loudest = 0;
        for (int channel = 0; channel < power.length; channel++) {
            loudest = Math.max(loudest, power[channel] / inWindow);
            power[channel] = 0;
        }
        spans.at(chunk.start().plus(Rational.of(heard, Sound.RATE)), loudest < LIMIT);
        heard += inWindow;
        inWindow = 0;
    }
}
