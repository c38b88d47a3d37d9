package dev.rushes.ingest.access.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key as its owner has it: {@code rsk_<id>_<secret>}. The id (64 bits, hexadecimal) finds it, the secret (256 bits, base64url) proves it.
 * Only the digest of the whole text is ever kept. The secret is random and long, so a plain SHA-256 can't be guessed backwards.
 */
public final class KeyText {
    public static final int ID_BYTES = 8;
    public static final int SECRET_BYTES = 32;

    private static final Pattern FORM = Pattern.compile("rsk_([0-9a-f]{16})_[A-Za-z0-9_-]{43}");

    private final String text;
    private final String id;

    private KeyText(String text, String id) {
        this.text = text;
        this.id = id;
    }

    /** Makes a key of random bytes. */
    public static KeyText of(byte[] id, byte[] secret) {
        if (id.length != ID_BYTES || secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException("Expected " + ID_BYTES + " and " + SECRET_BYTES + " bytes, but got "
                    + id.length + " and " + secret.length);
        }
        String name = HexFormat.of().formatHex(id);
        return new KeyText(
                "rsk_" + name + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret), name);
    }

    /** Reads a key; empty if it is none. */
    public static Optional<KeyText> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(new KeyText(text, form.group(1))) : Optional.empty();
    }

    public String id() {
        return id;
    }

    /** SHA-256 of the text. */
    public byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Expected every Java to know SHA-256", e);
        }
    }

    /** The key itself; for its owner's eyes, once. */
    public String reveal() {
        return text;
    }

    /** Nothing of the secret. */
    @Override
    public String toString() {
        return "rsk_" + id + "_…";
    }
}
