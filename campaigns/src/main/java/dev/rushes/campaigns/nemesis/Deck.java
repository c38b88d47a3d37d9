package dev.rushes.campaigns.nemesis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Kinds of faults in an order that follows from a seed: each comes once before any comes again, so that a campaign can't end without one of
 * them by chance.
 */
final class Deck {
    private final List<FaultKind> kinds;
    private final SplittableRandom random;
    private final Deque<FaultKind> next = new ArrayDeque<>();
    private int drawn;

    Deck(Collection<FaultKind> kinds, SplittableRandom random) {
        this.kinds = kinds.stream().sorted().toList();
        this.random = random;
    }

    /** The next one; empty only if there are none at all. */
    Optional<FaultKind> draw() {
        if (next.isEmpty()) {
            List<FaultKind> shuffled = new ArrayList<>(kinds);
            Collections.shuffle(shuffled, random);
            next.addAll(shuffled);
        }
        Optional<FaultKind> kind = Optional.ofNullable(next.poll());
        drawn += kind.isPresent() ? 1 : 0;
        return kind;
    }

    /** Whether each has come. */
    boolean wentRound() {
        return drawn >= kinds.size();
    }
}
