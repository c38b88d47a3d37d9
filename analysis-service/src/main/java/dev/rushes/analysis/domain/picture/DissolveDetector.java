package dev.rushes.analysis.domain.picture;

import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Finding.Kind;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds dissolves: holds windows of several lengths, about 13 times a second, against {@link DissolveWindow}; of those that overlap, the surest is told. */
final class DissolveDetector {
    /** Lengths of windows, in samples: 0.3 to 2.7 seconds. */
    private static final int[] WINDOWS = {
        4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 25, 29, 34
    };

    private static final int LONGEST = WINDOWS[WINDOWS.length - 1];

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
        if (samples.size() > LONGEST + 1 + 2 * DissolveWindow.OUTSIDE) {
            samples.removeFirst();
        }
        judgeEndingAt(samples.size() - 1 - DissolveWindow.OUTSIDE);
    }

    /**
     * The dissolves in order. Call once, after the last picture.
     *
     * @param fades what is known to be something else
     * @param cuts times at which no dissolve goes on
     */
    List<Finding> finish(List<Finding> fades, List<Rational> cuts) {
        for (int end = Math.max(0, samples.size() - DissolveWindow.OUTSIDE); end < samples.size(); end++) {
            judgeEndingAt(end);
        }
        candidates.removeIf(candidate -> fades.stream()
                .anyMatch(fade -> candidate.overlaps(
                        fade.span().start().toDouble(), fade.span().end().toDouble())));
        candidates.removeIf(candidate -> cuts.stream()
                .mapToDouble(Rational::toDouble)
                .anyMatch(cut -> candidate.start() < cut && cut < candidate.end()));
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
                double certainty = new DissolveWindow(samples, start, end).certainty();
                if (certainty >= DissolveWindow.LEAST_CERTAINTY) {
                    candidates.add(new Candidate(time(start), time(end), certainty));
                }
            }
        }
    }

    private double time(int sample) {
        return samples.get(sample).at().toDouble();
    }
}
