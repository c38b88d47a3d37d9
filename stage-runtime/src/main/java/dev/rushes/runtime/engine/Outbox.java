package dev.rushes.runtime.engine;

import reactor.core.publisher.Mono;

/** The way out of a stage. */
public interface Outbox {

    /**
     * Sends one letter. Nothing happens before the subscription; each subscription sends once more.
     *
     * @return completes when the letter is stored for good; {@link LetterRefused} if it never will be, any other error if nobody knows
     */
    Mono<Void> send(Letter letter);
}
