package dev.rushes.timeline.domain;

import java.util.List;

/**
 * A stretch that a clip may be taken from, without showing anything that shall not be in the film.
 *
 * @param frames limits of the stretch
 * @param cuts where a new shot begins inside it; empty for a single shot
 */
record Scene(Frames frames, List<Long> cuts) {
    Scene {
        cuts = List.copyOf(cuts);
    }
}
