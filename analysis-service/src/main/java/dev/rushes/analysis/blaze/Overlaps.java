package dev.rushes.analysis.blaze;

import dev.rushes.analysis.domain.picture.FaceModel.Face;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Makes one face of guesses that overlap: their mean, weighted by how sure they are, which shakes less than the surest one alone (Bazarevsky and others, 2019). */
final class Overlaps {
    /** From which overlap on two guesses mean the same face. */
    static final double SAME = 0.3;

    private Overlaps() {}

    /** Each face once, the surest first, as sure as its surest guess. */
    static List<Face> joined(List<Face> guesses) {
        List<Face> left = new ArrayList<>(guesses);
        left.sort(Comparator.comparingDouble(Face::score).reversed());
        List<Face> faces = new ArrayList<>();
        while (!left.isEmpty()) {
            Face surest = left.getFirst();
            List<Face> same = left.stream()
                    .filter(guess -> guess == surest || overlap(guess, surest) >= SAME)
                    .toList();
            faces.add(mean(same, surest.score()));
            left.removeAll(same);
        }
        return faces;
    }

    /** The common part of both, of all that both cover. */
    private static double overlap(Face one, Face other) {
        double across =
                Math.min(one.left() + one.width(), other.left() + other.width()) - Math.max(one.left(), other.left());
        double down =
                Math.min(one.top() + one.height(), other.top() + other.height()) - Math.max(one.top(), other.top());
        double common = Math.max(0, across) * Math.max(0, down);
        double all = one.area() + other.area() - common;
        return all > 0 ? common / all : 0;
    }

    private static Face mean(List<Face> guesses, double score) {
        double sum = guesses.stream().mapToDouble(Face::score).sum();
        return new Face(
                weighted(guesses, sum, Face::left),
                weighted(guesses, sum, Face::top),
                weighted(guesses, sum, Face::width),
                weighted(guesses, sum, Face::height),
                score);
    }

    private static double weighted(List<Face> guesses, double sum, ToDoubleFunction<Face> which) {
        return guesses.stream()
                        .mapToDouble(guess -> guess.score() * which.applyAsDouble(guess))
                        .sum()
                / sum;
    }
}
