package dev.rushes.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.ingest.domain.UrlRule;
import dev.rushes.ingest.domain.UrlVerdict;
import dev.rushes.ingest.source.UrlPolicy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class IngestSettingsTest {

    @Test
    void withoutConfigurationOnlyThePublicInternetIsFetchedAndEverythingIsBounded() {
        IngestSettings settings = bound(Map.of());

        assertThat(settings.maxBytes()).isEqualTo(DataSize.ofGigabytes(20));
        assertThat(settings.maxFilmLength()).isEqualTo(Duration.ofMinutes(30));
        assertThat(settings.url())
                .isEqualTo(new IngestSettings.Url(
                        false,
                        false,
                        List.of(),
                        Set.of(443, 80),
                        3,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(25),
                        Duration.ofHours(1),
                        Duration.ofHours(12)));
        assertThat(IngestConfiguration.urlPolicy(settings).urls().allowInternalNames())
                .isFalse();
    }

    @Test
    void everySettingCanBeChanged() {
        IngestSettings settings = bound(Map.of(
                "rushes.ingest.max-bytes", "5MB",
                "rushes.ingest.max-film-length", "90s",
                "rushes.ingest.url.allow-http", "true",
                "rushes.ingest.url.allow-private-addresses", "true",
                "rushes.ingest.url.ports", "80,9000",
                "rushes.ingest.url.max-redirects", "0"));

        assertThat(settings.maxBytes()).isEqualTo(DataSize.ofMegabytes(5));
        UrlRule urls = IngestConfiguration.urlPolicy(settings).urls();
        assertThat(urls.judge("http://minio:9000/a")).isInstanceOf(UrlVerdict.Admissible.class);
        assertThat(urls.judge("https://minio:443/a")).isInstanceOf(UrlVerdict.Malformed.class);
    }

    @Test
    void oneMediaServerInsideCanBeTrustedWithoutOpeningTheRest() {
        UrlPolicy policy =
                IngestConfiguration.urlPolicy(bound(Map.of("rushes.ingest.url.trusted-addresses", "10.1.2.3")));

        assertThat(policy.urls().judge("https://media/a")).isInstanceOf(UrlVerdict.Admissible.class);
        assertThat(policy.addresses().objection(InetAddress.ofLiteral("10.1.2.3")))
                .isEmpty();
        assertThat(policy.addresses().objection(InetAddress.ofLiteral("10.1.2.4")))
                .isPresent();
    }

    @Test
    void aTypoIsFoundAtTheStart() {
        assertThatThrownBy(() -> bound(Map.of("rushes.ingest.url.allow-htttp", "true")))
                .hasStackTraceContaining("allow-htttp");
        assertThatThrownBy(() -> bound(Map.of("rushes.ingest.url.max-redirects", "99")))
                .hasStackTraceContaining("url.maxRedirects");
        assertThatThrownBy(() -> bound(Map.of("rushes.ingest.url.ports", "0"))).hasStackTraceContaining("url.ports");
    }

    private static IngestSettings bound(Map<String, String> properties) {
        AtomicReference<Optional<IngestSettings>> found = new AtomicReference<>(Optional.empty());
        new ApplicationContextRunner()
                .withUserConfiguration(Settings.class)
                .withPropertyValues(properties.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new))
                .run(context -> found.set(Optional.of(context.getBean(IngestSettings.class))));
        return found.get().orElseThrow();
    }

    @EnableConfigurationProperties(IngestSettings.class)
    static class Settings {}
}
