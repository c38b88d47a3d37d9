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

    /** The verdict if it can be told from memory, at no cost worth limiting; else empty. */
    default java.util.Optional<Verdict> known(String credential) {
        return java.util.Optional.empty();
    }

    /** Whether a caller who was proven some time ago still is admitted. */
    Mono<Boolean> stands(Caller caller);
}
