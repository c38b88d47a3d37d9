package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;

/**
 * The fact that this stage gives: the cut is decided.
 *
 * @param timeline our timeline as JSON
 * @param otio the same cut as OpenTimelineIO
 * @param footage what the clips are cut from
 * @param clips number of clips, at least 1
 * @param duration seconds that the film lasts
 * @param gaps chunks that could not be analyzed
 */
public record AssembledTimeline(
        StoredObject timeline, StoredObject otio, Footage footage, int clips, Rational duration, int gaps) {}
