package dev.rushes.ingest.api;

import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.UriComponentsBuilder;

/** Answers with a page, and with the address of the next one (RFC 8288), relative to the host. */
final class NextPage {
    private NextPage() {}

    /** @param changed parameters that lead to the next page; empty at the end */
    static <T> ResponseEntity<T> answer(ServerHttpRequest request, T page, Optional<Map<String, String>> changed) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store");
        changed.map(parameters -> address(request, parameters))
                .ifPresent(next -> answer.header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\""));
        return answer.body(page);
    }

    private static String address(ServerHttpRequest request, Map<String, String> parameters) {
        UriComponentsBuilder next =
                UriComponentsBuilder.fromPath(request.getPath().value());
        request.getQueryParams().forEach((name, values) -> next.queryParam(name, values.toArray()));
        parameters.forEach(next::replaceQueryParam);
        return next.encode().build().toUriString();
    }
}
