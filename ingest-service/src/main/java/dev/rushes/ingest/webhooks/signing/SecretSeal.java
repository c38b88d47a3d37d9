package dev.rushes.ingest.webhooks.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Closes secrets before they are stored or travel: {@code v1.BASE64URL(nonce, AES-256-GCM)}. The tenant is part of what is authenticated, so that a sealed
 * secret opens for the tenant that it was sealed for and for nobody else, whoever copies it.
 *
 * <p>The threat: somebody reads the database, a dump of it, or the log of events, and signs in our name. Whoever reads the memory or the key of this program
 * is not kept out.
 *
 * <p>Thread-safe.
 */
public final class SecretSeal {
    private static final String VERSION = "v1.";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int LONGEST = 500;

    private final SecretKeySpec key;
    private final SecureRandom random;

    /** @param master at least 32 bytes that nobody can guess; the same on every instance and for as long as secrets are to be opened */
    public SecretSeal(byte[] master, SecureRandom random) {
        if (master.length < 32) {
            throw new IllegalArgumentException("Expected a webhook key of at least 32 bytes, but got " + master.length);
        }
        this.key = new SecretKeySpec(digest(master), "AES");
        this.random = random;
    }

    /** Closes a secret for a tenant. */
    public String close(SigningSecret secret, String tenant) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] closed = run(Cipher.ENCRYPT_MODE, nonce, secret.reveal().getBytes(StandardCharsets.UTF_8), 0, tenant)
                .orElseThrow(() -> new IllegalStateException("Expected every Java to know " + CIPHER));
        byte[] sealed = new byte[NONCE + closed.length];
        System.arraycopy(nonce, 0, sealed, 0, NONCE);
        System.arraycopy(closed, 0, sealed, NONCE, closed.length);
        return VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /** Opens a secret; empty if it was closed with another key or for another tenant, or has been changed. */
    public Optional<SigningSecret> open(String sealed, String tenant) {
        if (!sealed.startsWith(VERSION) || sealed.length() > LONGEST) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(sealed.substring(VERSION.length()));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (bytes.length <= NONCE) {
            return Optional.empty();
        }
        return run(Cipher.DECRYPT_MODE, bytes, bytes, NONCE, tenant)
                .flatMap(open -> SigningSecret.parse(new String(open, StandardCharsets.UTF_8)));
    }

    private Optional<byte[]> run(int mode, byte[] nonce, byte[] text, int from, String tenant) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE));
            cipher.updateAAD(("webhook-secret\n" + tenant).getBytes(StandardCharsets.UTF_8));
            return Optional.of(cipher.doFinal(text, from, text.length - from));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    private static byte[] digest(byte[] master) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update("rushes webhook secrets\n".getBytes(StandardCharsets.UTF_8));
            return sha.digest(master);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected every Java to know SHA-256", e);
        }
    }
}
