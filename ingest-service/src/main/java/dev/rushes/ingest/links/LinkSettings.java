package dev.rushes.ingest.links;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Signed links.
 *
 * @param secret what links are signed with, at least 32 characters, the same on every instance; empty takes the one in the file
 * @param secretFile where a secret is kept that this program makes up if there is neither; only its owner may read it
 * @param lifetime how long a link is good at most
 * @param redirect whether a good link to an object in S3 is answered with a redirect to a link that the store itself checks: bytes then don't
 *     pass through this service, but come from another host, without the headers that keep them from acting as a page
 */
@Validated
@ConfigurationProperties(prefix = "rushes.links", ignoreUnknownFields = false)
public record LinkSettings(
        @DefaultValue("") String secret,
        @DefaultValue("data/link-secret") @NotBlank String secretFile,
        @DefaultValue("15m") @NotNull Duration lifetime,
        @DefaultValue("false") boolean redirect) {
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(24);

    public LinkSettings {
        if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "Expected rushes.links.lifetime to be from 10s to 24h, but it is " + lifetime.toSeconds() + "s.");
        }
    }

    /** Everything but the secret. */
    @Override
    public String toString() {
        return "LinkSettings[secretFile=" + secretFile + ", lifetime=" + lifetime + ", redirect=" + redirect + "]";
    }
}
