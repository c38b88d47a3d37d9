package dev.rushes.analysis.domain.picture;

import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Finding.Kind;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds fades: stretches in which every picture is a mix of the first and the last, one of which is of one colour, and the last one's part grows evenly.
 *
 * <pre>
 *   part of the last   1          ______
 *   picture            0  _______/            fade: a ramp;   cut: a step;   what moves: a mix of nothing
 *                             s      e
 * </pre>
 *
 * <p>Seen as vectors of brightness, the pictures of a fade lie near the straight line between its ends; those of a moving scene do not, because what moves is
 * somewhere else. And a mix with one colour has less contrast than the picture, whatever moves in it. Windows of several lengths are held against both, about
 * 13 times a second; of those that fit and overlap, the one with the greatest change wins, and its ramp says where the fade begins and ends. The colour may be
 * any. Change of light alone (exposure, a lamp) leaves pictures behind, and is none. The model of editing is that of Hampapur, Jain and Weymouth ("Digital
 * video segmentation", 1994).
 */
final class FadeDetector {
    /** Lengths of windows, in samples: 0.3 to 3 seconds. */
    private static final int[] WINDOWS = {4, 6, 8, 11, 15, 20, 27, 36};

    private static final int LONGEST = WINDOWS[WINDOWS.length - 1];

    /** Least distance of the two ends, in grey levels. */
    static final double LEAST_DISTANCE = 14;

    /** Most that no mix explains, relative to the distance of the ends. */
    static final double MOST_REST = 0.46;

    /** The same for each sample of a short window: in a moment, things that move do not get far, and may look like a mix. */
    static final double REST_OF_SAMPLE = 0.045;

    /** Least part of the dip in contrast that a mix would have. */
    static final double LEAST_DIP = 0.6;

    /** Most that the part may grow between two samples. A cut is a step of 1. */
    static final double MOST_GROWTH = 0.4;

    /** Most that it may shrink: noise. */
    static final double MOST_SHRINKING = 0.1;

    /** The ramp is measured between these parts and drawn out to 0 and 1. */
    private static final double LOW = 0.15;

    private static final double HIGH = 0.85;

    /** Most that the parts may be off an even ramp, root mean square. */
    static final double MOST_UNEVEN = 0.14;

    /** Shortest ramp in seconds. */
    private static final double SHORTEST = 0.2;

    /** Part of the shorter of two fades that the other may cover. */
    private static final double MOST_OVERLAP = 0.2;

    /** Fades that may lie in one window. */
    private static final int MOST_RIVALS = 16;

    private record Candidate(double start, double end, Kind kind, double score, double strength) {
        /** Neighbours may touch: one goes into black, the other comes out of it. */
        boolean overlaps(Candidate other) {
            double common = Math.min(end, other.end) - Math.max(start, other.start);
            return common > MOST_OVERLAP * Math.min(end - start, other.end - other.start);
        }
    }

    private final Span chunk;
    private final List<GradualSample> samples = new ArrayList<>();
    private final List<Candidate> found = new ArrayList<>();

    FadeDetector(Span chunk) {
        this.chunk = chunk;
    }

    void see(GradualSample sample) {
        samples.add(sample);
        if (samples.size() > LONGEST + 1) {
            samples.removeFirst();
        }
        for (int window : WINDOWS) {
            if (window < samples.size()) {
                judge(samples.subList(samples.size() - 1 - window, samples.size()))
                        .ifPresent(this::offer);
            }
        }
    }

    /** The fades in order. Call once, after the last picture. */
    List<Finding> finish() {
        return found.stream()
                .sorted(Comparator.comparingDouble(Candidate::start))
                .map(each -> new Finding(
                        GradualSample.span(each.start(), each.end(), chunk),
                        each.kind(),
                        each.score(),
                        GradualDetector.NAME))
                .toList();
    }

    private Optional<Candidate> judge(List<GradualSample> window) {
        Thumbnail first = window.getFirst().picture();
        Thumbnail last = window.getLast().picture();
        double distance = first.distance(last);
        if (distance < LEAST_DISTANCE) {
            return Optional.empty();
        }
        Optional<Kind> kind = kind(first, last);
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        double[] parts = new double[window.size()];
        parts[window.size() - 1] = 1;
        double rest = 0;
        double mostRest = Math.min(MOST_REST, REST_OF_SAMPLE * window.size());
        for (int i = 1; i < window.size(); i++) {
            if (i < window.size() - 1) {
                Thumbnail.Mix mix = window.get(i).picture().between(first, last, distance);
                parts[i] = mix.part();
                rest = Math.max(rest, mix.rest());
            }
            double growth = parts[i] - parts[i - 1];
            if (rest > mostRest || growth > MOST_GROWTH || growth < -MOST_SHRINKING) {
                return Optional.empty();
            }
        }
        return dip(window, parts) >= LEAST_DIP ? ramp(window, parts, kind.get(), 1 - rest, distance) : Optional.empty();
    }

    /** How much of the dip in contrast there is that a mix would have: 1 for a mix, about 0 for movement. */
    private static double dip(List<GradualSample> window, double[] parts) {
        Thumbnail first = window.getFirst().picture();
        Thumbnail last = window.getLast().picture();
        double difference = first.varianceTo(last);
        double expected = 0;
        double seen = 0;
        for (int i = 1; i < window.size() - 1; i++) {
            double part = Math.clamp(parts[i], 0.0, 1.0);
            expected += part * (1 - part) * difference;
            seen += (1 - part) * first.variance()
                    + part * last.variance()
                    - window.get(i).picture().variance();
        }
        return expected == 0 ? 0 : seen / expected;
    }

    private static Optional<Kind> kind(Thumbnail first, Thumbnail last) {
        boolean fromOneColour = first.isPlainBeside(last);
        boolean toOneColour = last.isPlainBeside(first);
        return fromOneColour == toOneColour
                ? Optional.empty()
                : Optional.of(fromOneColour ? Kind.FADE_IN : Kind.FADE_OUT);
    }

    private static Optional<Candidate> ramp(
            List<GradualSample> window, double[] parts, Kind kind, double score, double distance) {
        double low = crossing(window, parts, LOW);
        double high = crossing(window, parts, HIGH);
        double drawnOut = (high - low) * LOW / (HIGH - LOW);
        double start = low - drawnOut;
        double end = high + drawnOut;
        double uneven = end - start < SHORTEST ? 1 : unevenness(window, parts, start, end);
        return uneven > MOST_UNEVEN
                ? Optional.empty()
                : Optional.of(new Candidate(start, end, kind, score, distance * score * score * (1 - 3 * uneven)));
    }

    /** Root mean square of the parts' distance from a ramp that is flat before its start and after its end. */
    private static double unevenness(List<GradualSample> window, double[] parts, double start, double end) {
        double sum = 0;
        for (int i = 0; i < parts.length; i++) {
            double ramp = Math.clamp((window.get(i).at().toDouble() - start) / (end - start), 0.0, 1.0);
            sum += (parts[i] - ramp) * (parts[i] - ramp);
        }
        return Math.sqrt(sum / parts.length);
    }

    /** When the part is first as large as that; between two samples it grows evenly. */
    private static double crossing(List<GradualSample> window, double[] parts, double part) {
        int i = 1;
        while (parts[i] < part) {
            i++;
        }
        double before = window.get(i - 1).at().toDouble();
        double after = window.get(i).at().toDouble();
        double growth = parts[i] - parts[i - 1];
        double share = growth <= 0 ? 1 : Math.clamp((part - parts[i - 1]) / growth, 0.0, 1.0);
        return before + share * (after - before);
    }

    /** Of those that overlap, the strongest stays. Windows look back a few seconds, so that only the last few can overlap. */
    private void offer(Candidate candidate) {
        List<Candidate> rivals = found.subList(Math.max(0, found.size() - MOST_RIVALS), found.size()).stream()
                .filter(candidate::overlaps)
                .toList();
        if (rivals.stream().allMatch(rival -> rival.strength() < candidate.strength())) {
            found.removeAll(rivals);
            found.add(candidate);
        }
    }
}
