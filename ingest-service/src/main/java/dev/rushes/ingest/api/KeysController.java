package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.ingest.access.AccessSettings;
import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.access.Scope;
import dev.rushes.ingest.access.keys.AccessKey;
import dev.rushes.ingest.access.keys.KeyStore;
import dev.rushes.ingest.access.keys.NewKeys;
import dev.rushes.ingest.domain.CleanText;
import dev.rushes.ingest.domain.Tenants;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Keys: make one, list them, replace one, take one back. For operators: they manage the keys of every tenant. */
@RestController
@RequestMapping(Addresses.KEYS)
final class KeysController {
    private static final int LABEL = 100;
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(90);
    private static final Duration OVERLAP = Duration.ofDays(1);
    private static final String EXAMPLE =
            "{\"tenant\": \"acme\", \"label\": \"nightly import\", \"scopes\": [\"user\"]}";

    private final KeyStore store;
    private final NewKeys keys;
    private final Deeds deeds;
    private final AccessSettings access;
    private final ApiSettings settings;
    private final Clock clock;

    KeysController(
            KeyStore store, NewKeys keys, Deeds deeds, AccessSettings access, ApiSettings settings, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.deeds = deeds;
        this.access = access;
        this.settings = settings;
        this.clock = clock;
    }

    /** A key, without its secret. State is GOOD, EXPIRED or REVOKED. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record View(
            String id,
            String tenant,
            String label,
            List<String> scopes,
            String state,
            Instant createdAt,
            String createdBy,
            Optional<Instant> expiresAt,
            Optional<Instant> revokedAt,
            Optional<Instant> lastUsedAt,
            Optional<String> replaces) {}

    record All(List<View> keys) {}

    /** @param secret the key itself, here and nowhere else */
    record Made(String secret, View key) {
        @Override
        public String toString() {
            return "Made[…, " + key + "]";
        }
    }

    @GetMapping
    Mono<ResponseEntity<All>> all(@RequestParam MultiValueMap<String, String> parameters) {
        Form form = Form.ofParameters(parameters);
        form.only("tenant", "limit");
        Optional<String> tenant = form.text("tenant", LABEL);
        int limit = form.wholeNumber("limit", 1, settings.pageSize()).orElse(settings.pageSize());
        form.check();
        return store.list(tenant, limit).map(this::view).collectList().map(found -> fresh(HttpStatus.OK)
                .body(new All(found)));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<View>> get(@PathVariable String id) {
        return store.find(id)
                .switchIfEmpty(Mono.error(KeysController::noSuchKey))
                .map(key -> fresh(HttpStatus.OK).body(view(key)));
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Made>> create(Caller caller, ServerHttpRequest request) {
        return StrictJson.body(request, settings.maxDocument()).map(this::wish).flatMap(wish -> {
            Deeds.Deed deed = new Deeds.Deed(
                    "keys.create",
                    wish.label(),
                    wish.tenant(),
                    "",
                    Map.of(
                            "scopes",
                            words(wish.scopes()),
                            "expires",
                            wish.expires().map(Instant::toString).orElse("never")));
            return deeds.audited(
                            caller,
                            deed,
                            keys.make(wish, caller.name())
                                    .flatMap(made -> store.add(made.key()).thenReturn(made)),
                            made -> Map.of("key", made.key().id()))
                    .map(this::made);
        });
    }

    /** A new key in the place of an old one, which is good for a while yet, so that its users can change over. */
    @PostMapping("/{id}/rotate")
    Mono<ResponseEntity<Made>> rotate(Caller caller, @PathVariable String id, ServerHttpRequest request) {
        return StrictJson.body(request, settings.maxDocument()).flatMap(body -> {
            Form form = Form.ofJson(StrictJson.object(
                    body.length == 0 ? "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8) : body,
                    "{\"overlap\": \"24h\"}"));
            form.only("overlap", "expiresAt");
            Duration overlap =
                    form.length("overlap", Duration.ZERO, LONGEST_OVERLAP).orElse(OVERLAP);
            Optional<Instant> expires = expires(form);
            form.check();
            return store.find(id)
                    .switchIfEmpty(Mono.error(KeysController::noSuchKey))
                    .flatMap(old -> deeds.audited(
                            caller,
                            new Deeds.Deed("keys.rotate", id, old.tenant(), "", Map.of("overlap", overlap.toString())),
                            rotated(caller, old, expires, overlap),
                            made -> Map.of("key", made.key().id())))
                    .map(this::made);
        });
    }

    private Mono<NewKeys.Made> rotated(Caller caller, AccessKey old, Optional<Instant> expires, Duration overlap) {
        NewKeys.Wish wish = new NewKeys.Wish(old.tenant(), old.label(), old.scopes(), expires, Optional.of(old.id()));
        return keys.make(wish, caller.name())
                .flatMap(made -> store.rotate(
                                made.key(),
                                old.id(),
                                clock.instant(),
                                clock.instant().plus(overlap))
                        .map(_ -> made))
                .switchIfEmpty(Mono.error(() -> ApiProblem.of(
                        HttpStatus.CONFLICT,
                        "KEY_OVER",
                        "Expected a key that is good, but it is revoked or its time is over. Make a new one.")));
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<View>> revoke(Caller caller, @PathVariable String id) {
        return store.find(id)
                .switchIfEmpty(Mono.error(KeysController::noSuchKey))
                .flatMap(key -> deeds.audited(
                        caller,
                        new Deeds.Deed("keys.revoke", id, key.tenant(), "", Map.of()),
                        store.revoke(id, clock.instant()).switchIfEmpty(Mono.error(KeysController::noSuchKey)),
                        _ -> Map.of()))
                .map(key -> fresh(HttpStatus.OK).body(view(key)));
    }

    private NewKeys.Wish wish(byte[] body) {
        Form form = Form.ofJson(StrictJson.object(body, EXAMPLE));
        form.only("tenant", "label", "scopes", "expiresAt");
        String tenant = form.text("tenant", LABEL).orElse(Caller.DEFAULT_TENANT);
        if (!Tenants.isAllowed(tenant)) {
            form.fault(
                    "tenant",
                    "Expected a tenant of 1 to 64 characters out of a-z, 0-9, - and _, but got something else.");
        } else if (!access.admits(tenant)) {
            form.fault("tenant", "Expected a tenant out of rushes.access.tenants, but got another one.");
        }
        String label = form.text("label", LABEL)
                .map(text -> CleanText.line(text, LABEL))
                .orElse("");
        Set<Scope> scopes = form.list("scopes", Scope.values().length * 2, Scope::parse).stream()
                .flatMap(Collection::stream)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
        if (scopes.isEmpty()) {
            form.fault(
                    "scopes",
                    "Expected at least one scope out of user, user:read, user:write, operator, operator:read, operator:write.");
        }
        Optional<Instant> expires = expires(form);
        form.check();
        return new NewKeys.Wish(tenant, label, scopes, expires, Optional.empty());
    }

    private Optional<Instant> expires(Form form) {
        Optional<Instant> expires = form.moment("expiresAt");
        if (expires.filter(end -> !end.isAfter(clock.instant())).isPresent()) {
            form.fault("expiresAt", "Expected a moment that is to come, but it is over.");
        }
        return expires;
    }

    private ResponseEntity<Made> made(NewKeys.Made made) {
        return fresh(HttpStatus.CREATED)
                .location(URI.create(Addresses.KEYS + "/" + made.key().id()))
                .body(new Made(made.text().reveal(), view(made.key())));
    }

    private View view(AccessKey key) {
        return new View(
                key.id(),
                key.tenant(),
                key.label(),
                key.scopes().stream().map(Scope::word).sorted().toList(),
                key.standing(clock.instant()).name(),
                key.created().at(),
                key.created().by(),
                key.expires(),
                key.revoked(),
                key.used(),
                key.replaces());
    }

    private static String words(Set<Scope> scopes) {
        return scopes.stream().map(Scope::word).sorted().collect(Collectors.joining(" "));
    }

    private static ResponseEntity.BodyBuilder fresh(HttpStatus status) {
        return ResponseEntity.status(status).header("Cache-Control", "no-store");
    }

    private static ApiProblem noSuchKey() {
        return ApiProblem.of(
                HttpStatus.NOT_FOUND, "KEY_NOT_FOUND", "Expected a key with the id in the address, but there is none.");
    }
}
