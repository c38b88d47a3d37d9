package dev.rushes.ingest.check;

import reactor.core.publisher.Mono;

/**
 * One thing to look at.
 *
 * @param name for programs, such as "broker"
 * @param look looks once, whenever subscribed to; an error is something that does not work, and its message says what was expected
 * @param advice what to do when it does not work
 */
record Check(String name, Mono<Finding> look, String advice) {}
