package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.ingest.access.AccessMode;
import dev.rushes.ingest.access.AccessSettings;
import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.access.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Says how one proves who one is here, and to whom it has been proven, as whom one is known. */
@RestController
final class AccessController {
    private final AccessMode mode;

    AccessController(AccessSettings settings) {
        this.mode = settings.mode();
    }

    /**
     * @param mode none, api-key or jwt
     * @param tenant whose jobs the caller works with; absent for whoever has proven nothing
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record View(String mode, Optional<String> tenant, Optional<String> name, List<String> scopes) {}

    @GetMapping(Addresses.ACCESS)
    Mono<ResponseEntity<View>> access(ServerWebExchange exchange) {
        return CallerArgument.of(exchange)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .map(caller ->
                        ResponseEntity.ok().header("Cache-Control", "no-store").body(view(caller)));
    }

    private View view(Optional<Caller> caller) {
        return new View(
                mode.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                caller.map(Caller::tenant),
                caller.map(Caller::name),
                caller.map(Caller::scopes).stream()
                        .flatMap(scopes -> scopes.stream().map(Scope::word).sorted())
                        .toList());
    }
}
