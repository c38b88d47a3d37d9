package dev.rushes.timeline.domain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Divides the footage into scenes. It is as choosy as the wanted length allows:
 *
 * <pre>
 *   footage    ....####..........~~~~~~~~......    # black   ~ frozen
 *   shots      |   |   |     |  ||  |    |    |
 *   1 strict   [--]    [----][-]     [--]          one shot each; runs of flashes together; no black, nothing frozen
 *   2 loose    [--]    [-------]         [----]    shots may be joined
 *   3 still    [--]    [----------------------]    frozen pictures are better than none
 *   4 all      [------------------------------]    footage that is black throughout
 * </pre>
 */
final class Scenes {
    private final Frames footage;
    private final NavigableSet<Long> cuts = new TreeSet<>();
    private final List<Frames> black;
    private final List<Frames> frozen;
    private final long shortest;

    Scenes(FootageFindings findings, FrameClock clock, Frames footage, long shortest) {
        this.footage = footage;
        this.shortest = shortest;
        findings.cuts().forEach(cut -> cuts.add(clock.nearest(cut)));
        this.black = findings.black().spans().stream().map(clock::touching).toList();
        this.frozen = findings.frozen().spans().stream().map(clock::touching).toList();
    }

    /** Scenes of together at least the wanted number of frames if the footage has them, otherwise as much as there is. */
    List<Scene> enoughFor(long wanted) {
        List<Supplier<List<Scene>>> levels = List.of(this::strict, this::loose, this::still);
        List<Scene> most = List.of();
        for (Supplier<List<Scene>> level : levels) {
            List<Scene> scenes = level.get();
            if (length(scenes) >= wanted) {
                return scenes;
            }
            if (length(scenes) > length(most)) {
                most = scenes;
            }
        }
        return most.isEmpty() ? List.of(scene(footage)) : most;
    }

    private List<Scene> strict() {
        return usable(true).stream().flatMap(this::shotByShot).toList();
    }

    private List<Scene> loose() {
        return usable(true).stream().map(this::scene).toList();
    }

    private List<Scene> still() {
        return usable(false).stream().map(this::scene).toList();
    }

    private List<Frames> usable(boolean withoutFrozen) {
        List<Frames> unusable =
                Frames.joined(Stream.concat(black.stream(), withoutFrozen ? frozen.stream() : Stream.<Frames>empty())
                        .sorted(Comparator.comparingLong(Frames::start))
                        .toList());
        return Frames.without(footage, unusable).stream()
                .filter(part -> part.length() >= shortest)
                .toList();
    }

    /** Every shot that is long enough is a scene; neighbouring shots that are not make one together if they can. */
    private Stream<Scene> shotByShot(Frames part) {
        List<Scene> scenes = new ArrayList<>();
        long runStart = part.start();
        long shotStart = part.start();
        List<Long> borders = new ArrayList<>(inside(part));
        borders.add(part.end());
        for (long border : borders) {
            if (border - shotStart >= shortest) {
                addRun(scenes, new Frames(runStart, shotStart));
                scenes.add(scene(new Frames(shotStart, border)));
                runStart = border;
            }
            shotStart = border;
        }
        addRun(scenes, new Frames(runStart, shotStart));
        return scenes.stream();
    }

    private void addRun(List<Scene> scenes, Frames run) {
        if (run.length() >= shortest) {
            scenes.add(scene(run));
        }
    }

    private Scene scene(Frames frames) {
        return new Scene(frames, inside(frames));
    }

    private List<Long> inside(Frames frames) {
        return List.copyOf(cuts.subSet(frames.start(), false, frames.end(), false));
    }

    private static long length(List<Scene> scenes) {
        return scenes.stream().mapToLong(scene -> scene.frames().length()).sum();
    }
}
