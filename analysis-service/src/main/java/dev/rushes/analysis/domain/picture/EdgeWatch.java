package dev.rushes.analysis.domain.picture;

import dev.rushes.analysis.domain.Cells;
import dev.rushes.analysis.domain.Observations.Edge;
import dev.rushes.analysis.domain.Observations.Edges;
import dev.rushes.media.value.Rational;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers the pictures at both ends of a chunk and how much moves there, for whoever looks for a cut between two chunks. */
final class EdgeWatch {
    private final List<Double> firstChanges = new ArrayList<>();
    private final List<Double> lastChanges = new ArrayList<>();
    private @Nullable Rational firstAt;
    private @Nullable Cells first;
    private @Nullable Rational lastAt;
    private @Nullable Cells last;

    void see(Rational at, Cells cells) {
        if (last != null) {
            remember(last.difference(cells));
        }
        if (first == null) {
            firstAt = at;
            first = cells;
        }
        lastAt = at;
        last = cells;
    }

    Optional<Edges> finish() {
        if (firstAt == null || first == null || lastAt == null || last == null) {
            return Optional.empty();
        }
        double atFirst = ShotDetector.neighbouring(List.of(), firstChanges);
        double atLast = ShotDetector.neighbouring(lastChanges.reversed(), List.of());
        return Optional.of(new Edges(new Edge(firstAt, first, atFirst), new Edge(lastAt, last, atLast)));
    }

    private void remember(double change) {
        if (firstChanges.size() < ShotDetector.REACH) {
            firstChanges.add(change);
        }
        lastChanges.add(change);
        if (lastChanges.size() > ShotDetector.REACH) {
            lastChanges.removeFirst();
        }
    }
}
