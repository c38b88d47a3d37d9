package dev.rushes.ingest.webhooks.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSealTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SigningSecret SECRET = SigningSecret.make(RANDOM);
    private final SecretSeal seal = new SecretSeal(bytes("k".repeat(32)), RANDOM);

    @Test
    void aSealedSecretOpensForItsTenantOnly() {
        String sealed = seal.close(SECRET, "acme");

        assertThat(seal.open(sealed, "acme")).contains(SECRET);
        assertThat(seal.open(sealed, "other")).isEmpty();
        assertThat(sealed).doesNotContain(SECRET.reveal().substring(6));
    }

    @Test
    void anotherKeyOpensNothing() {
        SecretSeal other = new SecretSeal(bytes("x".repeat(32)), RANDOM);

        assertThat(other.open(seal.close(SECRET, "acme"), "acme")).isEmpty();
    }

    @Test
    void noByteOfItCanBeChanged() {
        String sealed = seal.close(SECRET, "acme");
        byte[] raw = Base64.getUrlDecoder().decode(sealed.substring(3));
        for (int at = 0; at < raw.length; at++) {
            byte[] tampered = raw.clone();
            tampered[at] ^= 1;
            String text = "v1." + Base64.getUrlEncoder().withoutPadding().encodeToString(tampered);
            assertThat(seal.open(text, "acme")).as("byte %d", at).isEmpty();
        }
    }

    @Test
    void theSameSecretNeverLooksTheSame() {
        assertThat(seal.close(SECRET, "acme")).isNotEqualTo(seal.close(SECRET, "acme"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1.", "v1.AAAA", "v2.AAAA", "v1.!!!!", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
    void whatIsNotSealedDoesNotOpen(String text) {
        assertThat(seal.open(text, "acme")).isEmpty();
    }

    @Test
    void aSecretShowsItselfOnlyToWhoAsks() {
        assertThat(SECRET.toString()).isEqualTo("whsec_…");
        assertThat(SigningSecret.parse(SECRET.reveal())).contains(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_%%%"})
    void whatIsTooShortOrNoSecretIsNone(String text) {
        assertThat(SigningSecret.parse(text)).isEmpty();
    }

    @Test
    void aKeyThatCanBeGuessedIsRefused() {
        assertThatThrownBy(() -> new SecretSeal(bytes("short"), RANDOM)).hasMessageContaining("at least 32 bytes");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
