package dev.rushes.ingest.tus.domain;

import java.util.function.Function;

/** What came out of reading something that a client sent. */
public sealed interface Reading<T> {

    /** It can be read. */
    record Good<T>(T value) implements Reading<T> {}

    /** It can not. */
    record Bad<T>(Refusal refusal) implements Reading<T> {}

    /** Goes on with what was read, or stays bad. */
    default <R> Reading<R> then(Function<T, Reading<R>> next) {
        return switch (this) {
            case Good<T>(T value) -> next.apply(value);
            case Bad<T>(Refusal refusal) -> new Bad<>(refusal);
        };
    }

    static <T> Reading<T> malformed(String detail) {
        return new Bad<>(Refusal.malformed(detail));
    }
}
