package dev.rushes.timeline.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Lists the stretches of a scene that could become clips. They begin and end at points: the scene's limits, cuts between its shots, edges of
 * speech, and a grid in between. Points inside speech are left out, unless the scene has no two others a clip's length apart.
 */
final class Candidates {
    /** What is left of the worth of a candidate that cuts somebody off. */
    private static final double CUTS_WORDS = 0.7;

    /** What is left of the worth of a candidate that only fills a rest. */
    private static final double FILLS = 0.85;

    private final Lengths lengths;
    private final QuietPoints quiet;
    private final Interest interest;

    /**
     * Lengths in frames.
     *
     * @param shortest of a clip
     * @param preferred of a clip
     * @param longest of a clip
     * @param grid between two points where nothing else marks one
     */
    record Lengths(long shortest, long preferred, long longest, long grid) {}

    Candidates(Lengths lengths, QuietPoints quiet, Interest interest) {
        this.lengths = lengths;
        this.quiet = quiet;
        this.interest = interest;
    }

    List<Candidate> of(Scene scene) {
        List<Long> points = points(scene);
        List<Candidate> found =
                between(scene, points.stream().filter(quiet::quiet).toList());
        return found.isEmpty() ? between(scene, points) : found;
    }

    private List<Long> points(Scene scene) {
        Frames frames = scene.frames();
        TreeSet<Long> points = new TreeSet<>(scene.cuts());
        points.addAll(quiet.edgesInside(frames));
        for (long point = frames.start(); point < frames.end(); point += lengths.grid()) {
            points.add(point);
            if (lengths.grid() > lengths.shortest()) {
                // Footage of days: its points are too far apart to end at one another.
                points.add(Math.min(point + lengths.preferred(), frames.end()));
            }
        }
        points.add(frames.end());
        return List.copyOf(points);
    }

    private List<Candidate> between(Scene scene, List<Long> points) {
        List<Candidate> found = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            addFrom(scene, points, i, found);
        }
        return found;
    }

    /** At most two that begin at a point: one of about the preferred length and, as a filler, the shortest. */
    private void addFrom(Scene scene, List<Long> points, int first, List<Candidate> found) {
        long start = points.get(first);
        long filler = -1;
        long best = -1;
        for (int i = first + 1; i < points.size() && points.get(i) - start <= lengths.longest(); i++) {
            long end = points.get(i);
            if (end - start < lengths.shortest()) {
                continue;
            }
            filler = filler < 0 ? end : filler;
            best = best < 0 || misfit(scene, start, end) < misfit(scene, start, best) ? end : best;
        }
        if (best >= 0) {
            found.add(candidate(scene, new Frames(start, best), 1));
        }
        if (filler >= 0 && filler != best) {
            found.add(candidate(scene, new Frames(start, filler), FILLS));
        }
    }

    /** How far the length is from the preferred one; ending where a shot ends is worth a quarter of it, and so is not cutting words. */
    private long misfit(Scene scene, long start, long end) {
        long misfit = 4 * Math.abs(end - start - lengths.preferred());
        if (end != scene.frames().end() && !scene.cuts().contains(end)) {
            misfit += lengths.preferred();
        }
        return quiet.quiet(end) ? misfit : misfit + lengths.preferred();
    }

    private Candidate candidate(Scene scene, Frames frames, double factor) {
        boolean cutsStart = !quiet.quiet(frames.start());
        boolean cutsEnd = !quiet.quiet(frames.end());
        double worth = interest.score(frames) * factor * (cutsStart ? CUTS_WORDS : 1) * (cutsEnd ? CUTS_WORDS : 1);
        return new Candidate(frames, scene, cutsStart || cutsEnd, worth);
    }
}
