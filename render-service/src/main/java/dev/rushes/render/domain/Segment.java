package dev.rushes.render.domain;

import dev.rushes.media.value.Span;

/**
 * A stretch of the film that shows one stretch of the source without a cut. It is encoded by itself. Its sound has exactly the length of its
 * pictures, so that nothing drifts, however many segments there are.
 *
 * @param index position in the film, from 0
 * @param source what it shows, on the source's own clock
 * @param firstFrame pictures of the film before it
 * @param frames pictures of the film, at least 1
 * @param samples samples of each channel at {@link RenderPlan#SAMPLE_RATE}
 */
public record Segment(int index, Span source, long firstFrame, long frames, long samples) {}
