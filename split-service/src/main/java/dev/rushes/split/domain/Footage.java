package dev.rushes.split.domain;

import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.StoredObject;
import java.util.Optional;

/**
 * What the split is asked to cut.
 *
 * @param media the original bytes
 * @param info what probing found in them
 * @param filename name that a person gave them; shown to people, never used as a path
 */
public record Footage(StoredObject media, MediaInfo info, Optional<String> filename) {}
