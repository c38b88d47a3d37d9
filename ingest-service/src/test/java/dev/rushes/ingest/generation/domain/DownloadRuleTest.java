package dev.rushes.ingest.generation.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.generation.domain.DownloadRule.Hop;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is shown the key. */
class DownloadRuleTest {
    private final DownloadRule rule = new DownloadRule(URI.create("https://generativelanguage.googleapis.com"));

    @ParameterizedTest
    @ValueSource(
            strings = {"https://generativelanguage.googleapis.com/v1beta/files/x:download?alt=media", "/v1beta/files/x"
            })
    void theServiceIsShownIt(String address) {
        Hop hop = rule.to(URI.create(address)).orElseThrow();
        assertThat(hop.withKey()).isTrue();
        assertThat(hop.address().toString()).startsWith("https://generativelanguage.googleapis.com/v1beta/files/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://storage.googleapis.com/film", "https://lh3.googleusercontent.com/film"})
    void itsVendorIsNot(String address) {
        assertThat(rule.to(URI.create(address)).orElseThrow().withKey()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/film",
                "http://generativelanguage.googleapis.com/film",
                "http://storage.googleapis.com/film",
                "https://evilgoogleapis.com/film",
                "https://storage.googleapis.com.example.com/film",
                "https://me@storage.googleapis.com/film",
                "https://storage.googleapis.com:8443/film",
                "https://127.0.0.1/film",
                "file:///etc/passwd",
                "mailto:x@google.com"
            })
    void nobodyElseIsEvenAsked(String address) {
        assertThat(rule.to(URI.create(address))).isEmpty();
    }

    @Test
    void aServiceOnThisMachineIsItself() {
        DownloadRule near = new DownloadRule(URI.create("http://127.0.0.1:8090"));
        assertThat(near.to(URI.create("/film")).orElseThrow().withKey()).isTrue();
        assertThat(near.to(URI.create("http://127.0.0.1:9000/film"))).isEmpty();
    }
}
