package dev.rushes.timeline.domain;

import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;
import java.util.Optional;

/**
 * The footage that the film is cut from.
 *
 * @param media the original bytes
 * @param info what probing found
 * @param duration seconds: measured by the split or, on a route without one, as the header claims; 0 if nobody knows
 * @param filename name that a person gave it; shown, never used as a path
 */
public record Footage(StoredObject media, MediaInfo info, Rational duration, Optional<String> filename) {}
