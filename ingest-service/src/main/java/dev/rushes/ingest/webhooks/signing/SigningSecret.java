package dev.rushes.ingest.webhooks.signing;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** A secret that deliveries are signed with: 24 to 64 bytes (Standard Webhooks 1.0). Shows itself only to who asks for its text by name. */
public final class SigningSecret {
    private static final String PREFIX = "whsec_";
    private static final int LEAST = 24;
    private static final int MOST = 64;
    private static final int USUAL = 32;

    private final byte[] key;

    private SigningSecret(byte[] key) {
        this.key = key;
    }

    /** A new one. */
    public static SigningSecret make(SecureRandom random) {
        byte[] key = new byte[USUAL];
        random.nextBytes(key);
        return new SigningSecret(key);
    }

    /** The secret in {@code whsec_BASE64}; empty if it is none, or too short or too long to be one. */
    public static Optional<SigningSecret> parse(String text) {
        if (!text.startsWith(PREFIX) || text.length() > 2 * MOST) {
            return Optional.empty();
        }
        try {
            byte[] key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
            return key.length >= LEAST && key.length <= MOST ? Optional.of(new SigningSecret(key)) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** {@code whsec_BASE64}: for its owner, once, and for the seal. */
    public String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    byte[] key() {
        return key.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SigningSecret secret && java.security.MessageDigest.isEqual(key, secret.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
