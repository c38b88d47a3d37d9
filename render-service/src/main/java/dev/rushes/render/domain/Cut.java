package dev.rushes.render.domain;

import dev.rushes.media.value.Span;
import java.util.List;

/**
 * What the render needs to know of a timeline.
 *
 * @param clips what to show, in the order of the film, on the source's own clock
 * @param footage where the source has anything at all; clips are clamped to it
 * @param video whether the film shows the source's pictures
 * @param audio whether the film has the source's sound
 */
public record Cut(List<Span> clips, Span footage, boolean video, boolean audio) {
    public Cut {
        clips = List.copyOf(clips);
    }
}
