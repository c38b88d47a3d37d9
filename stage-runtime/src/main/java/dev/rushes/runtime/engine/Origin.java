package dev.rushes.runtime.engine;

/** Where a record stood before its first return; the same for all its tries. */
public record Origin(String topic, int partition, long offset) {}
