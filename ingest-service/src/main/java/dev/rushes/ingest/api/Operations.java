package dev.rushes.ingest.api;

import dev.rushes.ingest.access.Right;
import dev.rushes.ingest.access.Role;
import dev.rushes.ingest.domain.ProblemType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Who may do what, on one screen. The first line that fits counts. What no line fits does not exist, whoever asks: a new operation is served
 * only once it stands here.
 */
final class Operations {
    private static final Set<HttpMethod> LOOKING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<HttpMethod> FETCHING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private static final List<Line> LINES = List.of(
            // The page. It holds no secrets and asks for a key itself.
            anyone(FETCHING, "/"),
            anyone(FETCHING, "/index.html"),
            anyone(FETCHING, "/app.{kind}"),
            anyone(FETCHING, "/icon.svg"),
            anyone(FETCHING, "/assets/**"),
            anyone(FETCHING, ProblemType.PAGE),
            anyone(FETCHING, Addresses.ACCESS),
            // A signed link says itself what it allows.
            anyone(FETCHING, Addresses.FILES + "{link:.+[.].+}"),
            anyone(Set.of(HttpMethod.OPTIONS), Addresses.FILES + "**"),
            users(Addresses.FILES + "**"),
            // Probes have no keys. The rest of the pages for operators is for operators.
            anyone(FETCHING, "/actuator/health/**"),
            operators("/actuator/**"),
            operators(Addresses.STAGES + "/**"),
            operators(Addresses.WORKERS + "/**"),
            operators(Addresses.QUEUES + "/**"),
            operators(Addresses.SYSTEM),
            operators(Addresses.DEAD_LETTERS + "/**"),
            operators(Addresses.KEYS + "/**"),
            operators(Addresses.AUDIT + "/**"),
            operators(Addresses.QUOTAS + "/**"),
            operators(Addresses.RETENTION),
            // Changes nothing but the way in which the same caller may look.
            users(Right.READ, Addresses.JOBS + "/{id}/events/token"),
            users(Right.READ, Addresses.EVENTS + "/token"),
            users(Addresses.EVENTS + "/**"),
            users(Addresses.JOBS + "/**"),
            users(Addresses.USAGE),
            users(Addresses.UPLOADS + "/**"),
            users(Addresses.WEBHOOKS + "/**"));

    private Operations() {}

    /**
     * A line of the table.
     *
     * @param methods empty means any
     * @param pattern path
     * @param who role that is needed; empty means nobody needs to say who they are
     * @param right what the role is used for; empty means it follows from the method
     */
    record Line(Set<HttpMethod> methods, PathPattern pattern, Optional<Role> who, Optional<Right> right) {
        boolean fits(HttpMethod method, PathContainer path) {
            return (methods.isEmpty() || methods.contains(method)) && pattern.matches(path);
        }

        Right right(HttpMethod method) {
            return right.orElse(LOOKING.contains(method) ? Right.READ : Right.WRITE);
        }
    }

    /** The line that decides about a request; empty if it is for nothing that is served. */
    static Optional<Line> of(ServerHttpRequest request) {
        return of(request.getMethod(), request.getPath().pathWithinApplication());
    }

    static Optional<Line> of(HttpMethod method, PathContainer path) {
        return LINES.stream().filter(line -> line.fits(method, path)).findFirst();
    }

    private static Line anyone(Set<HttpMethod> methods, String path) {
        return new Line(methods, pattern(path), Optional.empty(), Optional.empty());
    }

    private static Line users(String path) {
        return new Line(Set.of(), pattern(path), Optional.of(Role.USER), Optional.empty());
    }

    private static Line users(Right right, String path) {
        return new Line(Set.of(), pattern(path), Optional.of(Role.USER), Optional.of(right));
    }

    private static Line operators(String path) {
        return new Line(Set.of(), pattern(path), Optional.of(Role.OPERATOR), Optional.empty());
    }

    private static PathPattern pattern(String path) {
        return PathPatternParser.defaultInstance.parse(path);
    }
}
