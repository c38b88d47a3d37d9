package dev.rushes.media.store;

import java.time.Instant;

/**
 * An object as a listing tells of it.
 *
 * @param key key in the object store
 * @param size bytes
 * @param changed when it was stored
 */
public record ListedObject(String key, long size, Instant changed) {}
