package dev.rushes.timeline.domain;

import dev.rushes.media.value.Span;
import java.util.List;

/**
 * What a model understood of a stretch that it was asked about at once: a chunk or a part of it.
 *
 * @param span the stretch
 * @param whole whether all of it was understood; else nobody knows of what lies between the moments
 * @param moments they may reach beyond the stretch
 */
public record Understood(Span span, boolean whole, List<Moment> moments) {
    public Understood {
        moments = List.copyOf(moments);
    }
}
