package dev.rushes.ingest.domain;

import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.StoredObject;
import java.util.Optional;

/**
 * The stage's fact: the footage is stored, checked and admissible.
 *
 * @param media the original bytes
 * @param info what probing found
 * @param filename name that a person gave the footage
 */
public record StoredMedia(StoredObject media, MediaInfo info, Optional<String> filename) {}
