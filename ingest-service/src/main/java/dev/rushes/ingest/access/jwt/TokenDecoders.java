package dev.rushes.ingest.access.jwt;

import dev.rushes.ingest.access.AccessSettings;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;

/** Makes the checker of tokens. The provider is asked for its keys when the first token comes, not at the start. */
public final class TokenDecoders {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private TokenDecoders() {}

    /** @throws IllegalArgumentException that says which setting is missing or unfit */
    public static ReactiveJwtDecoder of(AccessSettings.Jwt settings) {
        needed("issuer", settings.issuer());
        needed("audience", settings.audience());
        Set<SignatureAlgorithm> algorithms =
                settings.algorithms().stream().map(TokenDecoders::algorithm).collect(Collectors.toSet());
        NimbusReactiveJwtDecoder decoder = (settings.jwkSetUri().isBlank()
                        ? NimbusReactiveJwtDecoder.withIssuerLocation(settings.issuer())
                        : NimbusReactiveJwtDecoder.withJwkSetUri(settings.jwkSetUri()))
                .jwsAlgorithms(accepted -> {
                    accepted.clear();
                    accepted.addAll(algorithms);
                })
                .validateType(false)
                .webClient(client())
                .build();
        decoder.setJwtValidator(validator(settings));
        return decoder;
    }

    private static OAuth2TokenValidator<Jwt> validator(AccessSettings.Jwt settings) {
        JwtTypeValidator type = new JwtTypeValidator(List.of("JWT", "at+jwt", "application/at+jwt"));
        type.setAllowEmpty(true);
        return new DelegatingOAuth2TokenValidator<>(List.of(
                type,
                new JwtTimestampValidator(settings.clockSkew()),
                new JwtClaimValidator<Object>("exp", exp -> exp != null),
                new JwtIssuerValidator(settings.issuer()),
                new JwtClaimValidator<List<String>>(
                        "aud", audience -> audience != null && audience.contains(settings.audience()))));
    }

    /** Only algorithms with a public key: a shared secret would let whoever can check a token make one. */
    private static SignatureAlgorithm algorithm(String name) {
        return Optional.ofNullable(SignatureAlgorithm.from(name))
                .orElseThrow(() -> new IllegalArgumentException(
                        "Expected rushes.access.jwt.algorithms to name signatures with a public key, such as RS256 or ES256, but got "
                                + name + "."));
    }

    private static void needed(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("Expected rushes.access.jwt." + name
                    + " to be set, because rushes.access.mode is jwt, but it is empty.");
        }
    }

    private static WebClient client() {
        HttpClient http = HttpClient.create()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) PATIENCE.toMillis())
                .responseTimeout(PATIENCE);
        return WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(http))
                .build();
    }
}
