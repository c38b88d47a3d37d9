package dev.rushes.analysis.domain.picture;

import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Finding.Kind;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Finds dissolves by what mixing does to contrast. Of two pictures that have nothing to do with each other, a mix with the parts 1−p and p has
 *
 * <pre>
 *   (1−p)²·a + p²·b          of the variances a and b of their steps from place to place,
 *   half of the mean         in the middle: steps of one picture fall on even places of the other
 *
 *   detail   ______      ______
 *                  \    /                 dissolve: down to a half, and up again
 *                   \__/
 *
 *   detail   __________________           movement, cuts: none, or a step
 * </pre>
 *
 * whatever moves in them, so that a shaking hand, a pan or a zoom hides no dissolve. Windows of several lengths, about 13 times a second, are held against that
 * at three scales (coarse brightness, blocks, pixels); besides, the last picture's part must grow about evenly, and the ends must not be alike. How far off each
 * of the five is, is weighed; the weights were fitted by logistic regression to made-up films (benchmarks/analysis-quality says which, and how well it does on
 * others). The dip is Alattar's ("Detecting and compressing dissolve regions in video sequences", 1993).
 */
final class DissolveDetector {
    /** Lengths of windows, in samples: 0.3 to 2.7 seconds. */
    private static final int[] WINDOWS = {
        4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 25, 29, 34
    };

    private static final int LONGEST = WINDOWS[WINDOWS.length - 1];

    /** Samples beyond each end of a window that tell, with it, how much detail there is outside: a flash at the end alone must not. */
    private static final int AROUND = 2;

    /** Least distance of the two ends, in grey levels. */
    static final double LEAST_DISTANCE = 12;

    /** Added to all measures of detail, in squared grey levels: what compression alone leaves. */
    private static final double FLOOR = 4;

    /** Part of the mean of both ends that is left of the contrast at least, however alike the ends are turned around. */
    private static final double LEAST_LEFT = 0.05;

    /** Part of a window's samples that may be as they like: a flash. */
    private static final double OUTLIERS = 0.15;

    /** From which on being off makes no difference any more. */
    private static final double FAR_OFF = 1.5;

    // What each deviation takes from the certainty of a dissolve, in units of log odds.
    private static final double CERTAINTY = 6.17;
    private static final double OFF_COARSE = 4.48;
    private static final double OFF_BLOCKS = 7.10;
    private static final double OFF_PIXELS = 5.63;
    private static final double UNEVEN = 2.76;
    private static final double ALIKE = 4.12;

    /** Log odds from which on a window is told. */
    static final double LEAST_CERTAINTY = 2.5;

    /** Part of the shorter of two transitions that the other may cover. */
    private static final double MOST_OVERLAP = 0.2;

    private record Candidate(double start, double end, double certainty) {
        boolean overlaps(double otherStart, double otherEnd) {
            double common = Math.min(end, otherEnd) - Math.max(start, otherStart);
            return common > MOST_OVERLAP * Math.min(end - start, otherEnd - otherStart);
        }
    }

    private final Span chunk;
    private final List<GradualSample> samples = new ArrayList<>();
    private final List<Candidate> candidates = new ArrayList<>();

    DissolveDetector(Span chunk) {
        this.chunk = chunk;
    }

    void see(GradualSample sample) {
        samples.add(sample);
        if (samples.size() > LONGEST + 1 + 2 * AROUND) {
            samples.removeFirst();
        }
        judgeEndingAt(samples.size() - 1 - AROUND);
    }

    /**
     * The dissolves in order. Call once, after the last picture.
     *
     * @param fades what is known to be something else
     */
    List<Finding> finish(List<Finding> fades) {
        for (int end = Math.max(0, samples.size() - AROUND); end < samples.size(); end++) {
            judgeEndingAt(end);
        }
        candidates.removeIf(candidate -> fades.stream()
                .anyMatch(fade -> candidate.overlaps(
                        fade.span().start().toDouble(), fade.span().end().toDouble())));
        candidates.sort(Comparator.comparingDouble(Candidate::certainty).reversed());
        List<Candidate> chosen = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (chosen.stream().noneMatch(surer -> surer.overlaps(candidate.start(), candidate.end()))) {
                chosen.add(candidate);
            }
        }
        return chosen.stream()
                .sorted(Comparator.comparingDouble(Candidate::start))
                .map(this::finding)
                .toList();
    }

    private Finding finding(Candidate candidate) {
        double score = 1 / (1 + Math.exp(-candidate.certainty()));
        Span span = GradualSample.span(candidate.start(), candidate.end(), chunk);
        return new Finding(span, Kind.DISSOLVE, score, GradualDetector.NAME);
    }

    private void judgeEndingAt(int end) {
        for (int window : WINDOWS) {
            int start = end - window;
            if (start >= 0) {
                double certainty = certainty(start, end);
                if (certainty >= LEAST_CERTAINTY) {
                    candidates.add(new Candidate(time(start), time(end), certainty));
                }
            }
        }
    }

    /** Log odds of a dissolve from one sample to another. What is cheap to know comes first; nothing adds to the certainty. */
    private double certainty(int start, int end) {
        Thumbnail first = samples.get(start).picture();
        Thumbnail last = samples.get(end).picture();
        if (first.isPlainBeside(last) || last.isPlainBeside(first)) {
            return Double.NEGATIVE_INFINITY;
        }
        double certainty = CERTAINTY
                - OFF_PIXELS * off(start, end, sample -> sample.detail().fine(), 0)
                - OFF_BLOCKS * off(start, end, sample -> sample.detail().coarse(), 0);
        if (certainty + ALIKE < LEAST_CERTAINTY) {
            return certainty;
        }
        certainty -= ALIKE * first.likeness(last);
        double distance = first.distance(last);
        if (certainty < LEAST_CERTAINTY || distance < LEAST_DISTANCE) {
            return Double.NEGATIVE_INFINITY;
        }
        certainty -=
                OFF_COARSE * off(start, end, sample -> sample.picture().variance(), first.covariance(last));
        return certainty < LEAST_CERTAINTY ? certainty : certainty - UNEVEN * unevenness(start, end, distance);
    }

    /** How far contrast is from that of a mix: root mean square of the logarithms. */
    private double off(int start, int end, ToDoubleFunction<GradualSample> contrast, double covariance) {
        double before = FLOOR + median(Math.max(0, start - AROUND), start, contrast);
        double after = FLOOR + median(end, Math.min(samples.size() - 1, end + AROUND), contrast);
        double[] errors = new double[end - start - 1];
        for (int i = 0; i < errors.length; i++) {
            double part = part(i, errors.length);
            double mixed = (1 - part) * (1 - part) * before
                    + part * part * after
                    + 2 * part * (1 - part) * covariance;
            double least = LEAST_LEFT * ((1 - part) * before + part * after);
            double seen = FLOOR + contrast.applyAsDouble(samples.get(start + 1 + i));
            errors[i] = Math.log(seen / Math.max(mixed, least));
        }
        return Math.min(FAR_OFF, withoutOutliers(errors));
    }

    /** How far the last picture's part is from growing evenly, root mean square. */
    private double unevenness(int start, int end, double distance) {
        Thumbnail first = samples.get(start).picture();
        Thumbnail last = samples.get(end).picture();
        double[] errors = new double[end - start - 1];
        for (int i = 0; i < errors.length; i++) {
            double seen =
                    samples.get(start + 1 + i).picture().between(first, last, distance).part();
            errors[i] = seen - part(i, errors.length);
        }
        return Math.min(1, withoutOutliers(errors));
    }

    private static double part(int index, int inside) {
        return (index + 1.0) / (inside + 1.0);
    }

    private double median(int first, int last, ToDoubleFunction<GradualSample> contrast) {
        double[] values = samples.subList(first, last + 1).stream()
                .mapToDouble(contrast)
                .sorted()
                .toArray();
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    private static double withoutOutliers(double[] errors) {
        for (int i = 0; i < errors.length; i++) {
            errors[i] *= errors[i];
        }
        Arrays.sort(errors);
        int left = errors.length < 4 ? 0 : Math.max(1, Math.toIntExact(Math.round(OUTLIERS * errors.length)));
        double sum = 0;
        for (int i = 0; i < errors.length - left; i++) {
            sum += errors[i];
        }
        return Math.sqrt(sum / (errors.length - left));
    }

    private double time(int sample) {
        return samples.get(sample).at().toDouble();
    }
}
