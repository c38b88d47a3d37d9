package dev.rushes.timeline.domain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Lengthens picks into the free space around them, the best first, until the film is long enough. An edge that is quiet stays quiet. */
final class Growth {
    private final QuietPoints quiet;
    private final long longest;
    private final List<Frames> clips;
    private final List<Candidate> picks;

    /**
     * @param picks in order of time
     * @param longest frames of a clip
     */
    Growth(List<Candidate> picks, QuietPoints quiet, long longest) {
        this.picks = picks;
        this.quiet = quiet;
        this.longest = longest;
        this.clips = new ArrayList<>(picks.stream().map(Candidate::frames).toList());
    }

    List<Frames> grow(long wanted) {
        List<Integer> bestFirst =
                new ArrayList<>(IntStream.range(0, picks.size()).boxed().toList());
        bestFirst.sort(Comparator.comparingDouble(i -> -picks.get(i).worth()));
        long open = wanted - clips.stream().mapToLong(Frames::length).sum();
        for (int i : bestFirst) {
            open -= lengthenEnd(i, open);
            open -= lengthenStart(i, open);
        }
        return List.copyOf(clips);
    }

    private long lengthenEnd(int i, long open) {
        Frames clip = clips.get(i);
        Frames scene = picks.get(i).scene().frames();
        long limit =
                i + 1 < clips.size() ? Math.min(scene.end(), clips.get(i + 1).start()) : scene.end();
        long room = Math.min(Math.min(limit - clip.end(), longest - clip.length()), open);
        if (room <= 0) {
            return 0;
        }
        long end = quiet.quiet(clip.end()) ? quiet.quietUpTo(clip.end() + room) : clip.end() + room;
        return end > clip.end() ? replace(i, new Frames(clip.start(), end)) : 0;
    }

    private long lengthenStart(int i, long open) {
        Frames clip = clips.get(i);
        Frames scene = picks.get(i).scene().frames();
        long limit = i > 0 ? Math.max(scene.start(), clips.get(i - 1).end()) : scene.start();
        long room = Math.min(Math.min(clip.start() - limit, longest - clip.length()), open);
        if (room <= 0) {
            return 0;
        }
        long start = quiet.quiet(clip.start()) ? quiet.quietFrom(clip.start() - room) : clip.start() - room;
        return start < clip.start() ? replace(i, new Frames(start, clip.end())) : 0;
    }

    /** How many frames that adds. */
    private long replace(int i, Frames longer) {
        long added = longer.length() - clips.get(i).length();
        clips.set(i, longer);
        return added;
    }
}
