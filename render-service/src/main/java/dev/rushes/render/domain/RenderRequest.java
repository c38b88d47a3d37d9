package dev.rushes.render.domain;

import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.StoredObject;

/**
 * What the stage takes: a cut has been decided.
 *
 * @param timeline the timeline document
 * @param media the original footage
 * @param info what probing found in the footage
 */
public record RenderRequest(StoredObject timeline, StoredObject media, MediaInfo info) {}
