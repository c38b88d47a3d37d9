package dev.rushes.ingest;

import dev.rushes.ingest.domain.AddressRule;
import dev.rushes.ingest.domain.UrlRule;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The limits of the upload stage.
 *
 * @param maxBytes most bytes of footage; larger footage fails the job
 * @param maxFilmLength longest film that may be asked for; a request for a longer one fails
 * @param url footage behind addresses
 */
@Validated
@ConfigurationProperties(prefix = "rushes.ingest", ignoreUnknownFields = false)
public record IngestSettings(
        @DefaultValue("20GB") DataSize maxBytes,
        @DefaultValue("30m") Duration maxFilmLength,
        @DefaultValue @Valid Url url) {

    /**
     * What may be fetched.
     *
     * @param allowHttp whether http is allowed beside https
     * @param allowPrivateAddresses whether private and loopback addresses and names inside a network are allowed; for tests and labs
     * @param trustedAddresses single IP addresses that are always allowed, such as a media server of one's own
     * @param ports TCP ports that are allowed
     * @param maxRedirects most redirects that are followed
     * @param connectTimeout longest wait for the name server, the connection and the TLS handshake, each
     * @param readTimeout longest wait for the next bytes
     * @param totalTimeout longest time for one fetch, with all redirects; below the stage's own timeout
     * @param maxRetryAfter longest wait before the next try that a server may impose
     * @param maxThrottling how long after its request a job waits for a server that keeps asking to come back later
     */
    public record Url(
            @DefaultValue("false") boolean allowHttp,
            @DefaultValue("false") boolean allowPrivateAddresses,
            @DefaultValue List<String> trustedAddresses,
            @DefaultValue({"443", "80"}) @NotEmpty Set<@Min(1) @Max(65535) Integer> ports,
            @DefaultValue("3") @Min(0) @Max(10) int maxRedirects,
            @DefaultValue("10s") Duration connectTimeout,
            @DefaultValue("30s") Duration readTimeout,
            @DefaultValue("25m") Duration totalTimeout,
            @DefaultValue("1h") Duration maxRetryAfter,
            @DefaultValue("12h") Duration maxThrottling) {

        /** Which addresses are fit to be fetched, by their text. Names inside a network are harmless where the addresses behind them are allowed one by one. */
        public UrlRule urlRule() {
            return new UrlRule(allowHttp, ports, allowPrivateAddresses || !trustedAddresses.isEmpty());
        }

        /** Which addresses footage may come from. */
        public AddressRule addressRule() {
            return new AddressRule(
                    allowPrivateAddresses,
                    trustedAddresses.stream().map(InetAddress::ofLiteral).collect(Collectors.toSet()));
        }
    }
}
