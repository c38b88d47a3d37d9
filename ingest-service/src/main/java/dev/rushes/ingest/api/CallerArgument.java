package dev.rushes.ingest.api;

import dev.rushes.ingest.access.Caller;
import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Gives the proven {@link Caller} to every operation that has one among its parameters; such an operation is never reached without one. */
final class CallerArgument implements HandlerMethodArgumentResolver, WebFluxConfigurer {

    @Override
    public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
        configurer.addCustomResolver(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class;
    }

    @Override
    public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext binding, ServerWebExchange exchange) {
        return of(exchange).<Object>map(caller -> caller).switchIfEmpty(Mono.error(ApiProblem::nobody));
    }

    /** Who asks; empty if nobody has proven to be anybody. */
    static Mono<Caller> of(ServerWebExchange exchange) {
        return exchange.getPrincipal().ofType(CallerToken.class).map(CallerToken::getPrincipal);
    }
}
