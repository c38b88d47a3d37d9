package dev.rushes.ingest.links;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Signed links.
 *
 * @param secret what links are signed with, at least 32 characters, the same on every instance; empty takes the one in the file
 * @param secretFile where a secret is kept that this program makes up if there is neither; only its owner may read it
 * @param lifetime how long a link is good
 */
@Validated
@ConfigurationProperties(prefix = "rushes.links", ignoreUnknownFields = false)
public record LinkSettings(
        @DefaultValue("") String secret,
        @DefaultValue("data/link-secret") @NotBlank String secretFile,
        @DefaultValue("15m") Duration lifetime) {

    /** Everything but the secret. */
    @Override
    public String toString() {
        return "LinkSettings[secretFile=" + secretFile + ", lifetime=" + lifetime + "]";
    }
}
