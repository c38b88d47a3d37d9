package dev.rushes.ingest.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens for progress streams. A browser's {@code EventSource} can't send headers, so the address itself has to say who asks: for a short
 * while, for one path, to look and nothing else. A token is {@code base64url(expiry, tenant, name, path) . base64url(HMAC-SHA256)}.
 */
public final class StreamTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LONGEST = 2048;

    private final SecretKeySpec secret;
    private final Duration lifetime;
    private final Clock clock;

    /**
     * @param secret used for nothing else
     * @param lifetime how long a token is good
     */
    public StreamTokens(byte[] secret, Duration lifetime, Clock clock) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** A token and the end of its life. */
    public record Token(String token, Instant expires) {}

    /** Lets this caller look at this path. */
    public Token sign(Caller caller, String path) {
        Instant expires = clock.instant().plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
        String payload =
                encode(String.join("\n", Long.toString(expires.getEpochSecond()), caller.tenant(), caller.name(), path)
                        .getBytes(StandardCharsets.UTF_8));
        return new Token(payload + "." + code(payload), expires);
    }

    /** Who may look at this path with this token; empty if nobody may. */
    public Optional<Caller> read(String token, String path) {
        int dot = token.indexOf('.');
        if (dot < 0 || token.length() > LONGEST) {
            return Optional.empty();
        }
        String payload = token.substring(0, dot);
        if (!MessageDigest.isEqual(
                code(payload).getBytes(StandardCharsets.UTF_8),
                token.substring(dot + 1).getBytes(StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        String[] parts = new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8).split("\n", -1);
        boolean good = parts.length == 4
                && parts[3].equals(path)
                && clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(parts[0])));
        return good ? Optional.of(new Caller(parts[1], parts[2], Set.of(Scope.USER_READ))) : Optional.empty();
    }

    private String code(String payload) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return encode(mac.doFinal(payload.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected every Java to know " + ALGORITHM, e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
