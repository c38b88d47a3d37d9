package dev.rushes.timeline.document;

import dev.rushes.media.value.Rational;
import dev.rushes.timeline.domain.Clip;
import dev.rushes.timeline.domain.Footage;
import dev.rushes.timeline.domain.FootageFindings;
import dev.rushes.timeline.domain.FrameClock;
import java.util.List;
import java.util.UUID;

/**
 * What both documents are written from.
 *
 * @param job identifier of the job
 * @param recipe name of the recipe
 * @param footage what the clips are cut from
 * @param findings what is known about it
 * @param clips the film, at least one clip
 */
public record Cut(UUID job, String recipe, Footage footage, FootageFindings findings, List<Clip> clips) {
    public Cut {
        clips = List.copyOf(clips);
    }

    /** Seconds that the film lasts. */
    public Rational duration() {
        return clips.stream().map(clip -> clip.source().duration()).reduce(Rational.ZERO, Rational::plus);
    }

    boolean video() {
        return footage.info().video().isPresent();
    }

    boolean audio() {
        return footage.info().audio().isPresent();
    }

    FrameClock clock() {
        return FrameClock.of(footage.info());
    }
}
