package dev.rushes.analysis.domain.sound;

import dev.rushes.analysis.domain.Series;
import dev.rushes.analysis.domain.SeriesBuilder;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Momentary and integrated loudness (EBU R128): windows of 400 ms that begin every 100 ms. The value of a step is that of the loudest window
 * whose middle lies in it.
 */
final class LoudnessMeter {
    static final String NAME = "loudness/1";

    /** Samples between two windows: 100 ms. */
    private static final int HOP = Sound.RATE / 10;

    /** Hops of a window: 400 ms. */
    private static final int WINDOW = 4;

    /** Hops of a step of the series: 0.5 s. */
    private static final int STEP = 5;

    private final Span chunk;
    private final KWeighting[] filters;
    private final double[] hops = new double[WINDOW];
    private final GatedLoudness gated = new GatedLoudness();
    private final List<Double> steps = new ArrayList<>();
    private double power;
    private int inHop;
    private long hop;

    LoudnessMeter(Span chunk, int channels) {
        this.chunk = chunk;
        this.filters = new KWeighting[channels];
        for (int channel = 0; channel < channels; channel++) {
            filters[channel] = new KWeighting();
        }
    }

    /** Hears one sample of each channel. */
    void hear(float[] block, int offset) {
        for (int channel = 0; channel < filters.length; channel++) {
            double weighted = filters[channel].filter(block[offset + channel]);
            power += weighted * weighted;
        }
        if (++inHop == HOP) {
            endHop();
        }
    }

    /** One value for each half second of the chunk. */
    Series momentary() {
        int wanted = SeriesBuilder.steps(chunk, SeriesBuilder.HALF_A_SECOND);
        List<Double> values = new ArrayList<>(steps.subList(0, Math.min(wanted, steps.size())));
        while (values.size() < wanted) {
            values.add(GatedLoudness.ABSOLUTE_GATE_LUFS);
        }
        return new Series(chunk.start(), SeriesBuilder.HALF_A_SECOND, values);
    }

    Optional<Double> integrated() {
        return gated.integrated();
    }

    private void endHop() {
        hops[(int) (hop % WINDOW)] = power / HOP;
        power = 0;
        inHop = 0;
        hop++;
        if (hop >= WINDOW) {
            endWindow();
        }
    }

    private void endWindow() {
        double mean = 0;
        for (double each : hops) {
            mean += each / WINDOW;
        }
        gated.add(mean);
        int step = Math.toIntExact((hop - WINDOW / 2) / STEP);
        while (steps.size() <= step) {
            steps.add(GatedLoudness.ABSOLUTE_GATE_LUFS);
        }
        steps.set(step, Math.max(steps.get(step), GatedLoudness.lufs(mean)));
    }
}
