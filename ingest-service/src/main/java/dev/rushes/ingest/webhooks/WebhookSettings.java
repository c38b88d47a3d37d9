package dev.rushes.ingest.webhooks;

import dev.rushes.ingest.domain.AddressRule;
import dev.rushes.ingest.domain.UrlRule;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Outgoing webhooks. How often and when a delivery is tried is {@code rushes.stages.webhooks.*}.
 *
 * @param key what signing secrets are sealed with, at least 32 characters, the same on every instance; empty takes the one in the file
 * @param keyFile where a key is kept that this program makes up if there is neither; only its owner may read it
 * @param connectTimeout longest wait for the name server, the connection and the TLS handshake, each
 * @param timeout longest time of one try with all of that
 * @param maxRetryAfter longest wait before the next try that a receiver may impose
 * @param patience how long an endpoint may take nothing until it is given up
 * @param overlap how long the secret before the last rotation signs too, unless the rotation says otherwise
 * @param oldestEvent events that are older when they are read are not told any more; shorter than {@code retention}, which knows repeats
 * @param retention how long the delivery log is kept, and the endpoints of jobs
 * @param sweep time between two removals of what is too old
 * @param mostEndpoints endpoints that a tenant may have; one more is refused
 * @param url which addresses may be told
 */
@Validated
@ConfigurationProperties(prefix = "rushes.webhooks", ignoreUnknownFields = false)
public record WebhookSettings(
        @DefaultValue("") String key,
        @DefaultValue("data/webhook-key") @NotBlank String keyFile,
        @DefaultValue("10s") @DurationMin(millis = 100) Duration connectTimeout,

        @DefaultValue("20s") @DurationMin(millis = 100) @DurationMax(seconds = 30)
        Duration timeout,

        @DefaultValue("24h") Duration maxRetryAfter,
        @DefaultValue("5d") Duration patience,
        @DefaultValue("24h") Duration overlap,
        @DefaultValue("7d") Duration oldestEvent,
        @DefaultValue("30d") Duration retention,
        @DefaultValue("1h") @DurationMin(seconds = 1) Duration sweep,
        @DefaultValue("20") @Min(1) @Max(1000) int mostEndpoints,
        @DefaultValue @Valid Url url) {

    public WebhookSettings {
        if (oldestEvent.compareTo(retention) >= 0) {
            throw new IllegalArgumentException(
                    "Expected rushes.webhooks.oldest-event to be shorter than rushes.webhooks.retention, but got "
                            + oldestEvent + " and " + retention);
        }
    }

    /** Everything but the key. */
    @Override
    public String toString() {
        return "WebhookSettings[keyFile=" + keyFile + ", timeout=" + timeout + ", url=" + url + "]";
    }

    /**
     * What may be told.
     *
     * @param allowHttp whether http is allowed beside https
     * @param allowPrivateAddresses whether private and loopback addresses and names inside a network are allowed; for who works on one machine
     * @param trustedAddresses single IP addresses that are always allowed, such as a receiver of one's own
     * @param ports TCP ports that are allowed; 0 among them allows all
     */
    public record Url(
            @DefaultValue("false") boolean allowHttp,
            @DefaultValue("false") boolean allowPrivateAddresses,
            @DefaultValue List<String> trustedAddresses,
            @DefaultValue({"443", "8443"}) @NotEmpty Set<@Min(0) @Max(65535) Integer> ports) {

        public UrlRule urlRule() {
            return new UrlRule(allowHttp, ports, allowPrivateAddresses || !trustedAddresses.isEmpty());
        }

        public AddressRule addressRule() {
            return new AddressRule(
                    allowPrivateAddresses,
                    trustedAddresses.stream().map(InetAddress::ofLiteral).collect(Collectors.toSet()));
        }
    }
}
