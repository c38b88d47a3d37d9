package dev.rushes.ingest.webhooks.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs deliveries by Standard Webhooks 1.0: {@code v1,BASE64(HMAC-SHA256(id.timestamp.body))}, one for each secret, separated by spaces. */
public final class Signature {
    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    /**
     * The header {@code webhook-signature}.
     *
     * @param id header webhook-id; holds no dot
     * @param at when this try is made; its whole seconds are the header webhook-timestamp
     * @param body the exact bytes that are sent
     * @param secrets the current one first; at least one
     */
    public static String of(String id, Instant at, byte[] body, List<SigningSecret> secrets) {
        return secrets.stream()
                .map(secret -> "v1," + code(id, at, body, secret))
                .collect(Collectors.joining(" "));
    }

    private static String code(String id, Instant at, byte[] body, SigningSecret secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.key(), ALGORITHM));
            mac.update((id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected every Java to know " + ALGORITHM, e);
        }
    }
}
