package dev.rushes.ingest.webhooks.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signatures are checked by the reference library of Standard Webhooks, which shares no code with ours. */
class SignatureTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SigningSecret OLD = SigningSecret.make(RANDOM);
    private static final SigningSecret NEW = SigningSecret.make(RANDOM);
    private static final String ID = "6f7f1f0e-6d1c-4a52-9f4b-111111111111";
    private static final String BODY = "{\"type\":\"job.completed\",\"data\":{\"title\":\"Ünïcode ✂\"}}";

    @Test
    void theVectorOfTheStandardComesOut() {
        SigningSecret secret =
                SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();

        assertThat(Signature.of(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1614265330),
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8),
                        List.of(secret)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void theReferenceLibraryTakesItWithTheOldAndWithTheNewSecret() {
        Instant now = Instant.now();
        String signature = Signature.of(ID, now, bytes(BODY), List.of(NEW, OLD));

        assertThatCode(() -> verify(NEW, BODY, ID, now, signature)).doesNotThrowAnyException();
        assertThatCode(() -> verify(OLD, BODY, ID, now, signature)).doesNotThrowAnyException();
        assertThatThrownBy(() -> verify(SigningSecret.make(RANDOM), BODY, ID, now, signature))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void noByteOfBodyIdentifierTimeOrSignatureCanBeChanged() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String signature = Signature.of(ID, now, bytes(BODY), List.of(NEW));

        for (int at = 0; at < BODY.length(); at++) {
            refused(changed(BODY, at), ID, now, signature);
        }
        for (int at = 0; at < ID.length(); at++) {
            refused(BODY, changed(ID, at), now, signature);
        }
        // The last character of Base64 holds bits that nobody reads, and the one before it is padding.
        for (int at = 3; at < signature.length() - 2; at++) {
            refused(BODY, ID, now, changed(signature, at));
        }
        refused(BODY, ID, now.plusSeconds(1), signature);
        refused(BODY, ID, now.minusSeconds(1), signature);
    }

    @Test
    void anOldTryIsRefusedByTheReceiver() {
        Instant then = Instant.now().minusSeconds(301);

        refused(BODY, ID, then, Signature.of(ID, then, bytes(BODY), List.of(NEW)));
    }

    private static void refused(String body, String id, Instant at, String signature) {
        assertThatThrownBy(() -> verify(NEW, body, id, at, signature)).isInstanceOf(WebhookVerificationException.class);
    }

    private static void verify(SigningSecret secret, String body, String id, Instant at, String signature)
            throws WebhookVerificationException, EmptyWebhookSecretException {
        new Webhook(secret.reveal())
                .verify(
                        body,
                        Map.of(
                                "webhook-id", List.of(id),
                                "webhook-timestamp", List.of(Long.toString(at.getEpochSecond())),
                                "webhook-signature", List.of(signature)));
    }

    private static String changed(String text, int at) {
        char other = text.charAt(at) == 'A' ? 'B' : 'A';
        return text.substring(0, at) + other + text.substring(at + 1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
