package dev.rushes.timeline.domain;

import dev.rushes.media.value.Span;
import java.util.List;

/**
 * One span of the footage that is in the film.
 *
 * @param source where it lies in the footage
 * @param score how interesting it is, 0 to 1, with three decimals
 * @param reasons why it was chosen, in words for people; at least one
 */
public record Clip(Span source, double score, List<String> reasons) {
    public Clip {
        reasons = List.copyOf(reasons);
    }
}
