package dev.rushes.ingest.access.domain;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/** Where a key stands for somebody who shows one. */
public enum Standing {
    GOOD,
    /** There is no such key, or its secret is another one: whoever shows it learns no difference. */
    UNKNOWN,
    EXPIRED,
    REVOKED;

    private static final byte[] NOTHING = new byte[32];

    /**
     * What is kept of a key.
     *
     * @param digest SHA-256 of its text
     * @param expires from when on it is not good any more
     * @param revoked when it was taken back
     */
    public record Kept(byte[] digest, Optional<Instant> expires, Optional<Instant> revoked) {
        /** Good, as far as dates tell. */
        Standing dated(Instant now) {
            if (revoked.isPresent()) {
                return REVOKED;
            }
            return expires.filter(end -> !now.isBefore(end)).isPresent() ? EXPIRED : GOOD;
        }
    }

    /** Judges a key that was shown. Takes the same time whether there is such a key or not. */
    public static Standing of(Optional<Kept> kept, byte[] shown, Instant now) {
        boolean same = MessageDigest.isEqual(kept.map(Kept::digest).orElse(NOTHING), shown);
        return kept.isPresent() && same ? kept.get().dated(now) : UNKNOWN;
    }

    /** Judges a key whose secret was proven before. */
    public static Standing since(Optional<Kept> kept, Instant now) {
        return kept.map(its -> its.dated(now)).orElse(UNKNOWN);
    }
}
