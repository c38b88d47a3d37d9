package dev.rushes.runtime.example;

import java.time.Instant;
import reactor.core.publisher.Mono;

/** An outside service that counts shots, for a price and not too often. */
interface RemoteShotCounter {
    Mono<Answer> count(Footage footage);

    /** What it says. */
    sealed interface Answer {
        record Counted(int shots, long tokens) implements Answer {}

        record TooManyRequests(Instant until) implements Answer {}
    }
}
