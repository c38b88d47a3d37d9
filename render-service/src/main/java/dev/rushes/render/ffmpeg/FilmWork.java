package dev.rushes.render.ffmpeg;

import dev.rushes.media.value.Rational;
import dev.rushes.render.domain.RenderPlan;
import dev.rushes.render.domain.Segment;
import java.nio.file.Path;
import java.util.List;

/**
 * One film in the making, and the names of its parts in the scratch folder.
 *
 * @param media the footage
 * @param folder scratch folder; every run works in it, so that parts go by their bare names
 * @param plan what to make
 * @param delay how far the source's own clock begins after ffmpeg's clock for the same file, in seconds
 */
record FilmWork(Path media, Path folder, RenderPlan plan, Rational delay) {

    static final String PICTURE_LIST = "pictures.txt";
    static final String SOUND = "sound.pcm";

    /** Pictures of one segment: always MP4, whose clock is exact where Matroska's has a tick of a millisecond. */
    static String pictures(Segment segment) {
        return "segment-%05d.mp4".formatted(segment.index());
    }

    /** Sound of one segment: bare samples, so that joining them is exact. */
    static String sound(Segment segment) {
        return "segment-%05d.pcm".formatted(segment.index());
    }

    /** The files of an encoded segment. */
    static List<String> parts(RenderPlan plan, Segment segment) {
        return plan.sound().isPresent() ? List.of(pictures(segment), sound(segment)) : List.of(pictures(segment));
    }

    String film() {
        return "film." + plan.format().extension();
    }

    Path path(String part) {
        return folder.resolve(part);
    }
}
