package dev.rushes.benchmarks.quality;

import java.util.ArrayList;
import java.util.List;

/**
 * How well findings match the truth. Amounts are events, or seconds where stretches are compared moment by moment.
 *
 * @param truth what there is
 * @param found what was found
 * @param right what of it is both
 * @param errors distances between a right finding and its truth, in seconds
 */
record Score(double truth, double found, double right, List<Double> errors) {
    static final Score NONE = new Score(0, 0, 0, List.of());

    Score {
        errors = List.copyOf(errors);
    }

    /** Part of what was found that is right; 1 if nothing was found. */
    double precision() {
        return found == 0 ? 1 : right / found;
    }

    /** Part of the truth that was found; 1 if there is none. */
    double recall() {
        return truth == 0 ? 1 : right / truth;
    }

    double f1() {
        double sum = precision() + recall();
        return sum == 0 ? 0 : 2 * precision() * recall() / sum;
    }

    /** Mean distance, in seconds; 0 without any. */
    double error() {
        return errors.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    Score plus(Score other) {
        List<Double> all = new ArrayList<>(errors);
        all.addAll(other.errors);
        return new Score(truth + other.truth, found + other.found, right + other.right, all);
    }

    /** Points in time, each at most so many seconds from its truth; each truth counts once. */
    static Score ofPoints(List<Double> truth, List<Double> found, double tolerance) {
        List<Double> open = new ArrayList<>(found);
        List<Double> errors = new ArrayList<>();
        for (double at : truth) {
            int nearest = -1;
            for (int i = 0; i < open.size(); i++) {
                double distance = Math.abs(open.get(i) - at);
                if (distance <= tolerance && (nearest < 0 || distance < Math.abs(open.get(nearest) - at))) {
                    nearest = i;
                }
            }
            if (nearest >= 0) {
                errors.add(Math.abs(open.remove(nearest) - at));
            }
        }
        return new Score(truth.size(), found.size(), errors.size(), errors);
    }

    /** Whole stretches of the same kind that cover at least half of each other. The error is that of start and end. */
    static Score ofEvents(List<Stretch> truth, List<Stretch> found) {
        List<Stretch> open = new ArrayList<>(found);
        List<Double> errors = new ArrayList<>();
        int right = 0;
        for (Stretch real : truth) {
            for (Stretch candidate : open) {
                double common = candidate.common(real);
                if (candidate.kind().equals(real.kind())
                        && common >= real.length() / 2
                        && common >= candidate.length() / 2) {
                    errors.add(Math.abs(candidate.start() - real.start()));
                    errors.add(Math.abs(candidate.end() - real.end()));
                    open.remove(candidate);
                    right++;
                    break;
                }
            }
        }
        return new Score(truth.size(), found.size(), right, errors);
    }

    /** Stretches second by second; the error is that of starts and ends of stretches that cover at least half of each other. */
    static Score ofSeconds(List<Stretch> truth, List<Stretch> found) {
        double common = 0;
        for (Stretch real : truth) {
            for (Stretch candidate : found) {
                common += real.common(candidate);
            }
        }
        return new Score(
                length(truth), length(found), common, ofEvents(truth, found).errors());
    }

    private static double length(List<Stretch> stretches) {
        return stretches.stream().mapToDouble(Stretch::length).sum();
    }
}
