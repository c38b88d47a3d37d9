package dev.rushes.ingest.generation.domain;

/**
 * What the service says that a film has used, in tokens.
 *
 * @param input what was sent
 * @param output what came
 * @param thoughts thoughts, which are paid like words
 * @param film whether what came is a film, or only words
 */
public record FilmUsage(long input, long output, long thoughts, boolean film) {}
