package dev.rushes.timeline.domain;

import dev.rushes.media.value.Span;

/**
 * A stretch that sounds like speech.
 *
 * @param span where
 * @param score how sure the analyzer is, 0 to 1
 */
public record Speech(Span span, double score) {}
