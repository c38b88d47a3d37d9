package dev.rushes.timeline.domain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Picks candidates until the film is long enough: always the one that is worth most, where everything near a pick loses worth, so that the
 * film wanders over the footage instead of dwelling on its loudest minute.
 */
final class Selection {
    /** What a candidate right beside a pick is worth; it rises to the full worth at {@code spacing}. */
    private static final double BESIDE_A_PICK = 0.25;

    private final List<Candidate> candidates;
    private final long[] distances;
    private final boolean[] out;
    private final List<Candidate> picks = new ArrayList<>();

    Selection(List<Candidate> candidates) {
        this.candidates = candidates;
        this.distances = new long[candidates.size()];
        this.out = new boolean[candidates.size()];
        Arrays.fill(distances, Long.MAX_VALUE);
    }

    /**
     * @param wanted frames that the film shall have
     * @param slack frames that it may have more
     * @param shortest frames of a clip: a smaller rest is left open
     * @param spacing frames from pick to pick if they were spread evenly
     * @return the picks in order of time; one at least, even if it is too long, unless there are no candidates
     */
    List<Candidate> pick(long wanted, long slack, long shortest, long spacing) {
        long open = wanted;
        int next = best(open + slack, spacing);
        if (next < 0) {
            next = best(Long.MAX_VALUE, spacing);
        }
        while (next >= 0) {
            Candidate pick = candidates.get(next);
            picks.add(pick);
            open -= pick.frames().length();
            standBack(pick.frames());
            next = open < shortest ? -1 : best(open + slack, spacing);
        }
        picks.sort(Comparator.comparingLong(pick -> pick.frames().start()));
        return List.copyOf(picks);
    }

    /** Index of the best candidate of at most that length; -1 if none is left. The earliest wins a tie. */
    private int best(long longest, long spacing) {
        int best = -1;
        double most = -1;
        for (int i = 0; i < out.length; i++) {
            if (!out[i] && candidates.get(i).frames().length() <= longest) {
                double worth = candidates.get(i).worth() * novelty(distances[i], spacing);
                if (worth > most) {
                    most = worth;
                    best = i;
                }
            }
        }
        return best;
    }

    private static double novelty(long distance, long spacing) {
        double share = distance >= spacing ? 1 : (double) distance / spacing;
        return BESIDE_A_PICK + (1 - BESIDE_A_PICK) * share;
    }

    private void standBack(Frames pick) {
        for (int i = 0; i < out.length; i++) {
            Frames frames = candidates.get(i).frames();
            out[i] = out[i] || frames.overlaps(pick);
            long distance = Math.max(frames.start() - pick.end(), pick.start() - frames.end());
            distances[i] = Math.min(distances[i], Math.max(0, distance));
        }
    }
}
