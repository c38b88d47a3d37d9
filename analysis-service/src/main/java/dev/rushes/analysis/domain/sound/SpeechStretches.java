package dev.rushes.analysis.domain.sound;

import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Finding.Kind;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * From "how likely is a voice in this frame" to stretches of speech: one begins with a frame above {@link #ON}, and ends where frames have stayed below
 * {@link #OFF} for longer than {@link #LONGEST_PAUSE}, as Silero's own post-processing does.
 */
final class SpeechStretches {
    static final double ON = 0.5;
    static final double OFF = 0.35;

    /** Seconds of a pause that does not end a stretch. */
    static final double LONGEST_PAUSE = 0.3;

    /** Seconds that a stretch must last. */
    static final double SHORTEST = 0.2;

    private record Stretch(int first, int end, double score) {}

    private final Span chunk;
    private final Rational frame;
    private final int longestPause;
    private final int shortest;
    private final List<Stretch> stretches = new ArrayList<>();
    private int frames;
    private int first = -1;
    private int lastVoiced;
    private double sum;
    private double sumToLastVoiced;

    /**
     * @param frame seconds of a frame
     */
    SpeechStretches(Span chunk, Rational frame) {
        this.chunk = chunk;
        this.frame = frame;
        this.longestPause = (int) Math.round(LONGEST_PAUSE / frame.toDouble());
        this.shortest = (int) Math.round(SHORTEST / frame.toDouble());
    }

    /** The next frame's likelihood, 0..1. */
    void add(double voice) {
        int now = frames++;
        if (first < 0 && voice >= ON) {
            first = now;
            sum = 0;
        }
        if (first < 0) {
            return;
        }
        sum += voice;
        if (voice >= OFF) {
            lastVoiced = now;
            sumToLastVoiced = sum;
        } else if (now - lastVoiced > longestPause) {
            close();
        }
    }

    /** The stretches in order; the score is the mean likelihood. */
    List<Finding> finish(String by) {
        if (first >= 0) {
            close();
        }
        List<Finding> findings = new ArrayList<>();
        for (Stretch stretch : stretches) {
            Rational start = Rational.min(chunk.end(), time(stretch.first()));
            Rational end = Rational.min(chunk.end(), time(stretch.end()));
            if (start.isLessThan(end)) {
                findings.add(new Finding(new Span(start, end), Kind.SPEECH, Math.clamp(stretch.score(), 0, 1), by));
            }
        }
        return findings;
    }

    private void close() {
        int end = lastVoiced + 1;
        if (end - first >= shortest) {
            stretches.add(new Stretch(first, end, sumToLastVoiced / (end - first)));
        }
        first = -1;
    }

    private Rational time(int number) {
        return chunk.start().plus(frame.times(Rational.of(number, 1)));
    }
}
