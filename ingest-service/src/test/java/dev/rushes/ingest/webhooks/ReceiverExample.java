package dev.rushes.ingest.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The receiver of {@code docs/webhooks.md}: what stands there is compiled and tested. */
final class ReceiverExample {
    private final byte[] key;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private volatile int handled;

    ReceiverExample(String secret) {
        key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    }

    int handled() {
        return handled;
    }

    void handle(HttpExchange exchange) throws IOException, GeneralSecurityException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        String timestamp = exchange.getRequestHeaders().getFirst("webhook-timestamp");
        String signatures = exchange.getRequestHeaders().getFirst("webhook-signature");
        if (!isGenuine(id, timestamp, signatures, body)) {
            exchange.sendResponseHeaders(401, -1);
            return;
        }
        if (seen.add(id)) {
            handled++; // Not seen before: put the event on a queue of your own, and work later.
        }
        exchange.sendResponseHeaders(204, -1);
    }

    boolean isGenuine(String id, String timestamp, String signatures, byte[] body) throws GeneralSecurityException {
        if (id == null || timestamp == null || signatures == null || !timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        if (Math.abs(Instant.now().getEpochSecond() - Long.parseLong(timestamp)) > 300) {
            return false; // Too old: somebody may be sending a recording.
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
        byte[] expected = ("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body))).getBytes(UTF_8);
        for (String signature : signatures.split(" ")) {
            if (MessageDigest.isEqual(expected, signature.getBytes(UTF_8))) {
                return true; // There are two of them while a secret is being rotated.
            }
        }
        return false;
    }
}
