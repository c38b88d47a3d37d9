package dev.rushes.ingest.links;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes links and tells real ones from others. A token is {@code base64url(expiry, grant) . base64url(HMAC-SHA256)}; the code covers the method
 * and the encoded text itself, and is compared as text, so that no other spelling of a token is good.
 *
 * <p>Thread-safe.
 */
public final class LinkSigner {
    private static final String METHOD = "GET";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LONGEST_TOKEN = 8192;
    /** How far the clocks of two instances may be apart. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final Duration SHORT = Duration.ofMinutes(2);

    private final SecretKeySpec secret;
    private final Duration lifetime;
    private final Clock clock;

    /**
     * @param secret at least 32 bytes
     * @param lifetime how long a link is good at most
     */
    public LinkSigner(byte[] secret, Duration lifetime, Clock clock) {
        if (secret.length < 32) {
            throw new IllegalArgumentException("Expected a link secret of at least 32 bytes, but got " + secret.length);
        }
        this.secret = new SecretKeySpec(secret, ALGORITHM);
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /**
     * A link's token and the end of its life.
     *
     * @param token characters out of A-Z, a-z, 0-9, -, _ and one dot
     */
    public record Token(String token, Instant expires) {}

    /** What a token is worth. */
    public sealed interface Verdict {

        /** It was made here and is still good. */
        record Good(Grant grant, Instant expires) implements Verdict {}

        /** It was made here, but its time is over. */
        record Expired() implements Verdict {}

        /** It was not made here, or has been changed. */
        record Forged() implements Verdict {}
    }

    /**
     * Signs a grant, for the lifetime at most. Within a minute the same grant has the same token, so that a browser need not fetch twice; links
     * that live for less than two minutes are all different.
     */
    public Token sign(Grant grant) {
        Instant latest = clock.instant().plus(lifetime);
        Instant expires = latest.truncatedTo(lifetime.compareTo(SHORT) < 0 ? ChronoUnit.SECONDS : ChronoUnit.MINUTES);
        String payload = encode((expires.getEpochSecond() + "\n" + grant.text()).getBytes(StandardCharsets.UTF_8));
        return new Token(payload + "." + code(payload), expires);
    }

    /** Judges a token as it stands in the request, before any decoding. */
    public Verdict verify(String token) {
        int dot = token.indexOf('.');
        if (dot < 0 || token.length() > LONGEST_TOKEN) {
            return new Verdict.Forged();
        }
        String payload = token.substring(0, dot);
        byte[] expected = code(payload).getBytes(StandardCharsets.UTF_8);
        byte[] given = token.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, given) ? read(payload) : new Verdict.Forged();
    }

    /** Reads what has been signed here. */
    private Verdict read(String payload) {
        String text = new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
        int line = text.indexOf('\n');
        Optional<Grant> grant = Grant.parse(text.substring(line + 1));
        if (grant.isEmpty()) {
            return new Verdict.Forged();
        }
        Instant expires = Instant.ofEpochSecond(Long.parseLong(text.substring(0, line)));
        Instant now = clock.instant();
        // A link that was made for longer than links live now is over too: whoever shortens their life means all of
        // them.
        boolean good =
                now.isBefore(expires) && !expires.isAfter(now.plus(lifetime).plus(SKEW));
        return good ? new Verdict.Good(grant.get(), expires) : new Verdict.Expired();
    }

    /** A secret for another purpose. It follows from the one that links are signed with, and tells nothing about it. */
    public byte[] secretFor(String purpose) {
        return hmac("for\n" + purpose);
    }

    private String code(String payload) {
        return encode(hmac(METHOD + "\n" + payload));
    }

    private byte[] hmac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected every Java to know " + ALGORITHM, e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
