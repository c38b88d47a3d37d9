package dev.rushes.media.value;

/**
 * Where bytes are and what they must be.
 *
 * @param key key in the object store
 * @param size bytes
 * @param sha256 64 lower-case hexadecimal digits
 * @param contentType media type as found by looking at the bytes
 */
public record StoredObject(String key, long size, String sha256, String contentType) {}
