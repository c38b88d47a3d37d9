package dev.rushes.ingest.api;

import dev.rushes.ingest.access.AccessConfiguration;
import dev.rushes.ingest.access.AccessSettings;
import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.access.Callers;
import dev.rushes.ingest.access.Role;
import dev.rushes.ingest.access.StreamTokens;
import dev.rushes.ingest.access.domain.FailureBook;
import java.time.Clock;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import reactor.core.publisher.Mono;

/**
 * Who gets in: proof of who asks, then the table of {@link Operations}. Nothing is kept between requests: no session, no cookie, so no other
 * site can make a browser use what it does not have. Refusals are problems like all others.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
@Import(AccessConfiguration.class)
class DoorConfiguration {
    private static final Clock CLOCK = Clock.systemUTC();

    @Bean
    Doorkeeper apiDoorkeeper(Callers callers, StreamTokens streams, AccessSettings access, ApiSettings settings) {
        AccessSettings.Failures failures = access.failures();
        return new Doorkeeper(
                callers,
                streams,
                new FailureBook(failures.most(), failures.window(), failures.addresses()),
                settings.retryAfter(),
                CLOCK);
    }

    @Bean
    SecurityWebFilterChain apiDoor(ServerHttpSecurity http, Doorkeeper keeper, AccessSettings access) {
        AuthenticationWebFilter proof = new AuthenticationWebFilter(keeper);
        proof.setServerAuthenticationConverter(new Credentials(access));
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .cors(ServerHttpSecurity.CorsSpec::disable)
                .headers(ServerHttpSecurity.HeaderSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint((_, _) -> Mono.error(ApiProblem.nobody()))
                                .accessDeniedHandler((_, _) -> Mono.error(ApiProblem.nobody())))
                .addFilterAt(proof, SecurityWebFiltersOrder.AUTHENTICATION)
                .authorizeExchange(exchanges -> exchanges
                        .anyExchange()
                        .access((caller, context) ->
                                decide(caller, context.getExchange().getRequest())))
                .build();
    }

    /** Spring would time every filter of the door for every request, which costs more than the door itself; the request as a whole is timed anyway. */
    @Bean
    SecurityObservationSettings apiDoorIsNotObserved() {
        return SecurityObservationSettings.noObservations();
    }

    /**
     * Spring's firewall refuses odd spellings of a path, because a rule and a route might read them differently. Here both read them with the
     * same parser, and what no line of the table fits is not served; so an odd link is told that it is none, like every other bad link.
     */
    @Bean
    ServerWebExchangeFirewall apiFirewall() {
        return ServerWebExchangeFirewall.INSECURE_NOOP;
    }

    private static Mono<AuthorizationResult> decide(Mono<Authentication> proven, ServerHttpRequest request) {
        return Mono.defer(() -> {
            Operations.Line line = Operations.of(request).orElseThrow(ApiProblem::nothingHere);
            if (line.who().isEmpty()) {
                return Mono.just(new AuthorizationDecision(true));
            }
            return proven.ofType(CallerToken.class)
                    .map(token -> Optional.of(token.getPrincipal()))
                    .defaultIfEmpty(Optional.empty())
                    .map(caller -> decide(line.who().get(), line, caller, request));
        });
    }

    private static AuthorizationResult decide(
            Role role, Operations.Line line, Optional<Caller> caller, ServerHttpRequest request) {
        Caller known = caller.orElseThrow(ApiProblem::nobody);
        if (!known.may(role, line.right(request.getMethod()))) {
            throw ApiProblem.outOfScope(role, line.right(request.getMethod()));
        }
        return new AuthorizationDecision(true);
    }
}
