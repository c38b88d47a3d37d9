package dev.rushes.ingest.api;

import dev.rushes.ingest.access.AccessMode;
import dev.rushes.ingest.access.AccessSettings;
import dev.rushes.ingest.api.ShownToken.Shown;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Finds in a request what it shows to prove who asks. */
final class Credentials implements ServerAuthenticationConverter {
    private static final String SCHEME = "bearer ";
    private static final String STREAM_TOKEN = "token";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final AccessSettings settings;

    Credentials(AccessSettings settings) {
        this.settings = settings;
    }

    @Override
    public Mono<Authentication> convert(ServerWebExchange exchange) {
        return Mono.defer(() -> Mono.justOrEmpty(shown(exchange.getRequest())
                .map(shown -> new ShownToken(shown, address(exchange.getRequest()), network(exchange.getRequest())))));
    }

    private Optional<Shown> shown(ServerHttpRequest request) {
        if (settings.mode() == AccessMode.NONE) {
            refuseForeignHost(request);
            return Optional.of(new Shown.Bearer(""));
        }
        List<String> headers = request.getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (!headers.isEmpty()) {
            String header = headers.getFirst();
            boolean bearer =
                    headers.size() == 1 && header.toLowerCase(Locale.ROOT).startsWith(SCHEME);
            return Optional.of(
                    new Shown.Bearer(bearer ? header.substring(SCHEME.length()).strip() : ""));
        }
        String path = request.getURI().getRawPath();
        List<String> tokens = request.getQueryParams().getOrDefault(STREAM_TOKEN, List.of());
        return request.getMethod() == HttpMethod.GET && path.endsWith("/events") && tokens.size() == 1
                ? Optional.ofNullable(tokens.getFirst()).map(token -> new Shown.Stream(token, path))
                : Optional.empty();
    }

    /** A page of somewhere else whose name suddenly leads to this machine (DNS rebinding) still says its own name. */
    private void refuseForeignHost(ServerHttpRequest request) {
        InetSocketAddress host = request.getHeaders().getHost();
        if (host == null) {
            return;
        }
        String name = host.getHostString().toLowerCase(Locale.ROOT);
        if (!LOOPBACK.contains(name) && !settings.hosts().contains(name)) {
            throw ApiProblem.of(
                    HttpStatus.FORBIDDEN,
                    "FOREIGN_HOST",
                    "Expected a Host header that names this machine, but it names another one. Use 127.0.0.1, or add the name to rushes.access.hosts.");
        }
    }

    /** Whom failures are counted against. An IPv6 network of 64 bits is one customer's, who can use all of its addresses. */
    private static String network(ServerHttpRequest request) {
        return remote(request)
                .filter(Inet6Address.class::isInstance)
                .map(six -> HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), 8)) + "/64")
                .orElseGet(() -> address(request));
    }

    private static String address(ServerHttpRequest request) {
        return remote(request).map(InetAddress::getHostAddress).orElse("");
    }

    private static Optional<InetAddress> remote(ServerHttpRequest request) {
        return Optional.ofNullable(request.getRemoteAddress()).map(InetSocketAddress::getAddress);
    }
}
