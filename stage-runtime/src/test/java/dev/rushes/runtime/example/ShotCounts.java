package dev.rushes.runtime.example;

import reactor.core.publisher.Mono;

/** Keeps counts under a key that follows from the footage. */
interface ShotCounts {

    /** The count of an earlier try; empty if there is none. */
    Mono<ShotCount> find(Footage footage);

    Mono<ShotCount> keep(ShotCount count);
}
