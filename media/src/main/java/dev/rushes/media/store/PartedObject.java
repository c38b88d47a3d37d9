package dev.rushes.media.store;

import java.util.UUID;

/**
 * An object that comes in over many requests, perhaps through several processes, and that nobody can read yet. The caller keeps this record,
 * and the {@link Part}s that it has recorded, where all processes find them; the store itself remembers nothing that it could not lose.
 *
 * @param id the caller's name for it, never used twice
 * @param key where the whole object will be
 * @param contentType media type of the whole object
 * @param partSize bytes of every part but the last, if the store cuts parts of one size; else 0. Chosen once, so that all processes cut alike
 * @param token what the store needs to go on, such as the id of a multipart upload; at most 2,048 characters, may be empty
 */
public record PartedObject(UUID id, String key, String contentType, long partSize, String token) {}
