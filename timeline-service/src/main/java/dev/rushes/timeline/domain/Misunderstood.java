package dev.rushes.timeline.domain;

import java.util.Optional;

/**
 * That a model was asked about a chunk and did not understand all of it, whatever else is known of the chunk.
 *
 * @param status partial, blocked or failed
 * @param code why, stable; empty in findings of versions that did not say
 * @param problem why, in a sentence for people
 * @param lacking whether a retry of the chunk asks again
 */
public record Misunderstood(String status, Optional<String> code, Optional<String> problem, boolean lacking) {}
