package dev.rushes.analysis.domain.sound;

import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Finding.Kind;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds stretches that sound like speech. Time goes in steps of 0.256 s; a step's score is the mean score of the windows of 1.024 s around it, and
 * neighbouring steps that score enough, with short pauses between them, are a stretch.
 */
final class SpeechDetector implements SpeechListener {
    static final String NAME = "speech-rules/1";

    /** Score that a step needs, 0..1. */
    static final double LEAST_SCORE = 0.4;

    /** Steps of a pause that does not end a stretch: 0.77 s. */
    static final int LONGEST_PAUSE = 3;

    /** Steps that a stretch must last: 0.5 s. */
    static final int SHORTEST = 2;

    /** Frames of a step, of 16 ms each: 0.256 s. */
    private static final int STEP = 16;

    /** Steps of a window. */
    private static final int WINDOW = 4;

    /** Samples at 48 kHz that make one at 8 kHz. Their mean is filter enough for an envelope and a pitch. */
    private static final int DECIMATION = Sound.RATE / SpeechFramer.RATE;

    private static final Rational STEP_SECONDS = Rational.of((long) STEP * SpeechFramer.HOP, SpeechFramer.RATE);

    private final Span chunk;
    private final int channels;
    private final SpeechFramer framer = new SpeechFramer();
    private final List<SpeechFrame> frames = new ArrayList<>();
    private final List<Double> windows = new ArrayList<>();
    /** Mean level of each step. */
    private final List<Double> levels = new ArrayList<>();

    private double mixed;
    private int inSample;
    private double level;
    private int inStep;

    SpeechDetector(Span chunk, int channels) {
        this.chunk = chunk;
        this.channels = channels;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void hear(float[] block, int length) {
        for (int offset = 0; offset + channels <= length; offset += channels) {
            hearOne(block, offset);
        }
    }

    /** Hears one sample of each channel. */
    private void hearOne(float[] block, int offset) {
        for (int channel = 0; channel < channels; channel++) {
            mixed += block[offset + channel];
        }
        if (++inSample == DECIMATION) {
            double sample = mixed / (DECIMATION * channels);
            mixed = 0;
            inSample = 0;
            framer.hear(sample).ifPresent(this::take);
        }
    }

    @Override
    public List<Finding> finish() {
        if (windows.isEmpty() && frames.size() >= STEP) {
            windows.add(SpeechWindow.score(frames));
        }
        return stretches(steps());
    }

    private void take(SpeechFrame frame) {
        level += frame.level() / STEP;
        if (++inStep == STEP) {
            levels.add(level);
            level = 0;
            inStep = 0;
        }
        frames.add(frame);
        if (frames.size() == WINDOW * STEP) {
            windows.add(SpeechWindow.score(frames));
            frames.subList(0, STEP).clear();
        }
    }

    /** Window <i>w</i> covers the steps <i>w</i> to <i>w + WINDOW − 1</i>. A step that is silent itself is none, whatever is around it. */
    private List<Double> steps() {
        List<Double> steps = new ArrayList<>();
        int length = windows.isEmpty() ? 0 : windows.size() + WINDOW - 1;
        for (int step = 0; step < length; step++) {
            List<Double> around = windows.subList(Math.max(0, step - WINDOW + 1), Math.min(windows.size(), step + 1));
            double score =
                    around.stream().mapToDouble(Double::doubleValue).average().orElse(0);
            steps.add(step < levels.size() && levels.get(step) >= SpeechWindow.FAINTEST ? score : 0);
        }
        return steps;
    }

    private List<Finding> stretches(List<Double> steps) {
        List<Finding> stretches = new ArrayList<>();
        int first = -1;
        int last = -1;
        for (int step = 0; step < steps.size(); step++) {
            if (steps.get(step) < LEAST_SCORE) {
                continue;
            }
            if (first >= 0 && step - last - 1 > LONGEST_PAUSE) {
                add(stretches, steps, first, last);
                first = -1;
            }
            first = first < 0 ? step : first;
            last = step;
        }
        if (first >= 0) {
            add(stretches, steps, first, last);
        }
        return List.copyOf(stretches);
    }

    private void add(List<Finding> stretches, List<Double> steps, int first, int last) {
        if (last - first + 1 < SHORTEST) {
            return;
        }
        Rational start = Rational.min(chunk.end(), time(first));
        Rational end = Rational.min(chunk.end(), time(last + 1));
        double score = steps.subList(first, last + 1).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
        if (start.isLessThan(end)) {
            stretches.add(new Finding(new Span(start, end), Kind.SPEECH, score, NAME));
        }
    }

    private Rational time(int step) {
        return chunk.start().plus(STEP_SECONDS.times(Rational.of(step, 1)));
    }
}
