package dev.rushes.analysis.domain.picture;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Chooses pictures that stand for a chunk: one of each of its longest shots, sharp, not black, near the middle. */
final class StillChooser {
    /** How much a picture at the edge of its shot loses against one in the middle: half. */
    static final double EDGE_LOSS = 0.5;

    private record Candidate(Rational at, int number, double sharpness) {}

    private final int most;
    private final List<Candidate> candidates = new ArrayList<>();

    /**
     * @param most stills of a chunk
     */
    StillChooser(int most) {
        this.most = most;
    }

    /** Offers a picture that has been set aside under a number. */
    void offer(Rational at, int number, double sharpness) {
        candidates.add(new Candidate(at, number, sharpness));
    }

    /** The choice, in order of time. */
    List<ChosenStill> choose(List<Span> shots) {
        return shots.stream()
                .sorted(Comparator.comparing(Span::duration).reversed().thenComparing(Span::start))
                .flatMap(shot -> best(shot).stream())
                .limit(most)
                .sorted(Comparator.comparing(Candidate::at))
                .map(candidate -> new ChosenStill(candidate.at(), candidate.number()))
                .toList();
    }

    private Optional<Candidate> best(Span shot) {
        return candidates.stream()
                .filter(candidate -> shot.contains(candidate.at()))
                .max(Comparator.comparingDouble(candidate -> worth(candidate, shot)));
    }

    private static double worth(Candidate candidate, Span shot) {
        double half = shot.duration().toDouble() / 2;
        double fromMiddle = Math.abs(candidate.at().minus(shot.start()).toDouble() - half) / half;
        return candidate.sharpness() * (1 - EDGE_LOSS * fromMiddle);
    }
}
