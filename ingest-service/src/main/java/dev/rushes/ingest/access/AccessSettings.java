package dev.rushes.ingest.access;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who may ask.
 *
 * @param mode how callers prove who they are
 * @param hosts names in the Host header that are served in mode none beside those of loopback; keeps pages that rebind a name away
 * @param tenants tenants of this installation; empty admits every well-formed name. A request of another one is refused, also on Kafka
 * @param keys keys, in mode api-key
 * @param failures how often an address may fail to prove who it is
 * @param jwt tokens, in mode jwt
 * @param streamTokenLifetime how long a token for a progress stream is good
 * @param recheck how often it is asked whether the caller of an open stream is still admitted
 */
@Validated
@ConfigurationProperties(prefix = "rushes.access", ignoreUnknownFields = false)
public record AccessSettings(
        @DefaultValue("none") AccessMode mode,
        @DefaultValue Set<String> hosts,
        @DefaultValue Set<String> tenants,
        @DefaultValue @Valid Keys keys,
        @DefaultValue @Valid Failures failures,
        @DefaultValue @Valid Jwt jwt,
        @DefaultValue("2m") Duration streamTokenLifetime,
        @DefaultValue("5s") Duration recheck) {

    /**
     * Keys.
     *
     * @param first key of the first operator, made elsewhere; admitted from the start; empty for none
     * @param firstFile where a first operator's key is written if there is no operator's key yet; only its owner may read it; empty for nowhere
     * @param fresh how long a key that was looked up is believed; a revocation is seen by all instances after that
     * @param remembered most keys that are remembered that long
     */
    public record Keys(
            @DefaultValue("") String first,
            @DefaultValue("") String firstFile,
            @DefaultValue("2s") Duration fresh,
            @DefaultValue("10000") @Min(1) int remembered) {

        /** Everything but the key. */
        @Override
        public String toString() {
            return "Keys[firstFile=" + firstFile + ", fresh=" + fresh + ", remembered=" + remembered + "]";
        }
    }

    /**
     * Failures to prove anything. Whoever had too many is told to wait (429), before anything is looked up.
     *
     * @param most of an address (for IPv6, of a network of 64 bits) in a window
     * @param window how long they count
     * @param addresses most addresses that are remembered; beyond that the oldest is forgotten
     */
    public record Failures(
            @DefaultValue("20") @Min(1) int most,
            @DefaultValue("1m") Duration window,
            @DefaultValue("10000") @Min(1) int addresses) {}

    /**
     * Tokens of an OpenID provider.
     *
     * @param issuer address of the provider, as tokens name it
     * @param audience what tokens for this installation name as their audience
     * @param jwkSetUri where the provider's public keys are; empty asks the issuer
     * @param tenantClaim claim that names the tenant; dots lead into objects
     * @param rolesClaim claim that lists scopes (user, operator, user:read …), as a list or as words with spaces between
     * @param rolePrefix what stands before our words in the list of roles; others are ignored
     * @param algorithms signature algorithms that are accepted; only such with public keys
     * @param clockSkew how much the provider's clock may differ
     */
    public record Jwt(
            @DefaultValue("") String issuer,
            @DefaultValue("") String audience,
            @DefaultValue("") String jwkSetUri,
            @DefaultValue("tenant") @NotBlank String tenantClaim,
            @DefaultValue("roles") @NotBlank String rolesClaim,
            @DefaultValue("") String rolePrefix,
            @DefaultValue({"RS256", "ES256"}) List<String> algorithms,
            @DefaultValue("30s") Duration clockSkew) {}

    /** Whether this installation serves the tenant. */
    public boolean admits(String tenant) {
        return tenants.isEmpty() || tenants.contains(tenant);
    }
}
