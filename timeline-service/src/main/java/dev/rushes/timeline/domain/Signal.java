package dev.rushes.timeline.domain;

import dev.rushes.media.value.Span;

/**
 * A stretch of which an analyzer says something.
 *
 * @param span where
 * @param kind what: black, frozen, underexposed, overexposed, fade-out, fade-in, dissolve, silence, speech, or another word
 * @param score how sure it is, 0 to 1
 * @param by analyzer and version
 */
public record Signal(Span span, String kind, double score, String by) {}
