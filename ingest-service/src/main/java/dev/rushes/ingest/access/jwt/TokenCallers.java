package dev.rushes.ingest.access.jwt;

import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.access.Callers;
import dev.rushes.ingest.access.Scope;
import dev.rushes.ingest.access.domain.TokenClaims;
import dev.rushes.ingest.domain.CleanText;
import dev.rushes.ingest.domain.Tenants;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;

/** Callers that show a token. */
public final class TokenCallers implements Callers {
    private static final Logger LOG = LoggerFactory.getLogger(TokenCallers.class);
    private static final int LONGEST_TOKEN = 16_384;
    private static final int LONGEST_NAME = 100;

    private final ReactiveJwtDecoder decoder;
    private final TokenClaims claims;
    private final Predicate<String> admitted;

    /**
     * @param decoder checks signature, issuer, audience and dates
     * @param admitted whether a tenant is served at all
     */
    public TokenCallers(ReactiveJwtDecoder decoder, TokenClaims claims, Predicate<String> admitted) {
        this.decoder = decoder;
        this.claims = claims;
        this.admitted = admitted;
    }

    @Override
    public Mono<Verdict> prove(String credential) {
        if (credential.length() > LONGEST_TOKEN) {
            return Mono.just(invalid());
        }
        return decoder.decode(credential)
                .onErrorMap(
                        error -> !(error instanceof JwtException),
                        error -> new JwtException("Expected the provider to tell its keys", error))
                .map(this::judge)
                .onErrorResume(BadJwtException.class, error -> {
                    LOG.debug("Refused a token: {}", error.getMessage());
                    return Mono.just(invalid());
                });
    }

    /** A token can't be asked about; it ends by itself. */
    @Override
    public Mono<Boolean> stands(Caller caller) {
        return Mono.just(true);
    }

    private Verdict judge(Jwt token) {
        Optional<String> tenant = claims.tenant(token.getClaims());
        if (tenant.filter(Tenants::isAllowed).filter(admitted).isEmpty()) {
            return new Verdict.Refused(
                    "TENANT_UNKNOWN",
                    "Expected the token to name a tenant of this installation in its claim " + claims.tenantClaim()
                            + ", but it does not.");
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        claims.roles(token.getClaims()).forEach(word -> Scope.parse(word).ifPresent(scopes::addAll));
        String subject = Optional.ofNullable(token.getSubject()).orElse("nobody");
        return new Verdict.Proven(new Caller(tenant.get(), "sub:" + CleanText.line(subject, LONGEST_NAME), scopes));
    }

    private static Verdict invalid() {
        return new Verdict.Refused(
                "CREDENTIAL_INVALID",
                "Expected a token of this installation's provider after \"Authorization: Bearer\", signed, meant for us and still good, but what came is none.");
    }
}
