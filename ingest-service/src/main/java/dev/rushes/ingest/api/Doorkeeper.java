package dev.rushes.ingest.api;

import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.access.Callers;
import dev.rushes.ingest.access.Callers.Verdict;
import dev.rushes.ingest.access.StreamTokens;
import dev.rushes.ingest.access.domain.FailureBook;
import dev.rushes.ingest.api.ShownToken.Shown;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.JwtException;
import reactor.core.publisher.Mono;

/**
 * Judges what a request shows. Whoever fails too often has to wait before anything is looked up for it again; a key that has been proven before
 * need not, so that nobody is locked out by a neighbour behind the same address.
 */
final class Doorkeeper implements ReactiveAuthenticationManager {
    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);

    private final Callers callers;
    private final StreamTokens streams;
    private final FailureBook failures;
    private final Duration retryAfter;
    private final Clock clock;

    /** @param retryAfter what a client is told to wait if it can't be told who it is */
    Doorkeeper(Callers callers, StreamTokens streams, FailureBook failures, Duration retryAfter, Clock clock) {
        this.callers = callers;
        this.streams = streams;
        this.failures = failures;
        this.retryAfter = retryAfter;
        this.clock = clock;
    }

    @Override
    public Mono<Authentication> authenticate(Authentication authentication) {
        ShownToken token = (ShownToken) authentication;
        return switch (token.shown()) {
            case Shown.Bearer bearer -> bearer(bearer.text(), token);
            case Shown.Stream stream -> stream(stream, token);
        };
    }

    private Mono<Authentication> bearer(String text, ShownToken token) {
        return Mono.defer(() -> {
            if (!callers.provenBefore(text)) {
                await(token.network());
            }
            return callers.prove(text)
                    .onErrorMap(JwtException.class, this::away)
                    .onErrorMap(DataAccessException.class, this::away)
                    .flatMap(verdict -> admit(verdict, token));
        });
    }

    private Mono<Authentication> stream(Shown.Stream stream, ShownToken token) {
        return Mono.defer(() -> {
            await(token.network());
            Optional<Caller> caller = streams.read(stream.token(), stream.path());
            return Mono.justOrEmpty(caller)
                    .filterWhen(callers::stands)
                    .<Verdict>map(Verdict.Proven::new)
                    .defaultIfEmpty(
                            new Verdict.Refused(
                                    "STREAM_TOKEN_INVALID",
                                    "Expected a token for this stream that is still good, but what came is none. Ask the job for a new one."))
                    .flatMap(verdict -> admit(verdict, token));
        });
    }

    private Mono<Authentication> admit(Verdict verdict, ShownToken token) {
        return switch (verdict) {
            case Verdict.Proven proven ->
                Mono.just(new CallerToken(proven.caller().at(token.address())));
            case Verdict.Refused refused -> {
                failures.failed(token.network(), clock.instant());
                yield Mono.error(ApiProblem.unproven(refused.code(), refused.why()));
            }
        };
    }

    private void await(String network) {
        Duration wait = failures.wait(network, clock.instant());
        if (!wait.isZero()) {
            throw ApiProblem.tooMany(
                    "TOO_MANY_FAILURES",
                    "Expected fewer tries with bad credentials from this address. Wait, then try again with good ones.",
                    wait);
        }
    }

    private ApiProblem away(Throwable error) {
        LOG.warn("Nobody can be told who asks: {}", error.toString());
        return ApiProblem.unavailable(
                "ACCESS_UNAVAILABLE",
                "Expected to find out who asks, but what knows it does not answer. Ask again in a moment.",
                retryAfter);
    }
}
