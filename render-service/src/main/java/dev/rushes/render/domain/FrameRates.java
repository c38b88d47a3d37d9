package dev.rushes.render.domain;

import dev.rushes.media.value.Rational;
import java.util.List;
import java.util.Optional;

/**
 * The film's constant frame rate. Footage of phones and browsers has a varying one, of which only the average is known; a film at a common rate
 * near it plays evenly everywhere.
 */
final class FrameRates {
    static final Rational MOST = Rational.of(60, 1);

    private static final Rational UNKNOWN = Rational.of(25, 1);
    private static final Rational FEWEST = Rational.of(12, 1);
    /** An "average" above this is the tick of a clock (Matroska's 1000/1), not a rate of pictures. */
    private static final Rational CREDIBLE = Rational.of(480, 1);

    private static final double TOLERANCE = 0.005;
    private static final List<Rational> COMMON = List.of(
            Rational.of(12, 1),
            Rational.of(15000, 1001),
            Rational.of(15, 1),
            Rational.of(20, 1),
            Rational.of(24000, 1001),
            Rational.of(24, 1),
            Rational.of(25, 1),
            Rational.of(30000, 1001),
            Rational.of(30, 1),
            Rational.of(48, 1),
            Rational.of(50, 1),
            Rational.of(60000, 1001),
            Rational.of(60, 1));

    private FrameRates() {}

    /**
     * @param average pictures a second of the source; 0 if unknown
     */
    static Rational ofFilm(Rational average) {
        if (!average.isPositive()) {
            return UNKNOWN;
        }
        if (CREDIBLE.isLessThan(average)) {
            return MOST;
        }
        if (MOST.isLessThan(average)) {
            return common(average).or(() -> slowed(average)).orElse(MOST);
        }
        if (average.isLessThan(FEWEST)) {
            return quickened(average);
        }
        return common(average).orElseGet(() -> Rational.of(Math.round(average.toDouble() * 1000), 1000));
    }

    /** High-speed footage shows every second (third, …) picture, where that is a common rate. */
    private static Optional<Rational> slowed(Rational average) {
        long factor = (long) Math.ceil(average.toDouble() / MOST.toDouble() - TOLERANCE);
        return common(average.dividedBy(Rational.of(factor, 1)));
    }

    /** Slow footage repeats its pictures, so that cuts can be where they were decided to be. */
    private static Rational quickened(Rational average) {
        if (average.isLessThan(Rational.of(1, 1))) {
            return FEWEST;
        }
        double rounded = Math.round(average.toDouble() * 1000) / 1000.0;
        long factor = (long) Math.ceil(FEWEST.toDouble() / rounded);
        return Rational.of(Math.round(rounded * 1000) * factor, 1000);
    }

    private static Optional<Rational> common(Rational rate) {
        return COMMON.stream()
                .filter(candidate -> distance(candidate, rate) < TOLERANCE)
                .min((left, right) -> Double.compare(distance(left, rate), distance(right, rate)));
    }

    private static double distance(Rational candidate, Rational rate) {
        return Math.abs(candidate.toDouble() / rate.toDouble() - 1);
    }
}
