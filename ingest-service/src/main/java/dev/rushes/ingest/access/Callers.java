package dev.rushes.ingest.access;

import reactor.core.publisher.Mono;

/** Proves who asks. */
public interface Callers {

    /** What a credential is worth. */
    sealed interface Verdict {

        /** It proves who asks. */
        record Proven(Caller caller) implements Verdict {}

        /**
         * It proves nothing.
         *
         * @param code stable code for programs
         * @param why "Expected …, but …"; tells only who knows the credential's secret anything about it
         */
        record Refused(String code, String why) implements Verdict {}
    }

    /** Judges what stands behind {@code Authorization: Bearer}. An error means that nobody knows, because a part of the installation is away. */
    Mono<Verdict> prove(String credential);

    /** Whether this very credential has proven somebody before, as far as memory goes. It may have ended since; nobody guesses such a one. */
    default boolean provenBefore(String credential) {
        return false;
    }

    /** Whether a caller who was proven some time ago still is admitted. */
    Mono<Boolean> stands(Caller caller);
}
