package dev.rushes.media.store.s3;

/**
 * What the adapter allows itself.
 *
 * @param partSize bytes of a part at least
 * @param partsInFlight how many parts of one object are in memory at once: one being filled while the others are sent
 */
record S3Limits(int partSize, int partsInFlight) {}
