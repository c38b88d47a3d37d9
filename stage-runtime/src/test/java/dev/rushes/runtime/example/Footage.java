package dev.rushes.runtime.example;

/** Footage whose shots are to be counted. */
record Footage(String key, String sha256) {}
