package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.domain.Tenants;
import dev.rushes.ingest.quota.Quotas;
import dev.rushes.ingest.quota.domain.Limit;
import dev.rushes.ingest.quota.domain.Limits;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** How much a tenant may have, for operators to set; and how much it has, for itself to see. */
@RestController
final class QuotasController {
    private static final long MOST = 1L << 53;
    private static final String EXAMPLE = "{\"jobs\": 20, \"bytes\": 1000000000000, \"minutes\": 600}";

    private final Quotas quotas;
    private final Deeds deeds;
    private final ApiSettings settings;

    QuotasController(Quotas quotas, Deeds deeds, ApiSettings settings) {
        this.quotas = quotas;
        this.deeds = deeds;
        this.settings = settings;
    }

    /** What is absent in limits is unlimited: jobs, bytes, minutes (a day), money (millionths, a day). */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record View(String tenant, Map<String, Long> limits, Map<String, Long> used) {}

    @GetMapping(Addresses.USAGE)
    Mono<ResponseEntity<View>> own(Caller caller) {
        return view(caller.tenant());
    }

    @GetMapping(Addresses.QUOTAS + "/{tenant}")
    Mono<ResponseEntity<View>> get(@PathVariable String tenant) {
        return view(known(tenant));
    }

    /** Sets all limits; what the document leaves out is unlimited. */
    @PutMapping(Addresses.QUOTAS + "/{tenant}")
    Mono<ResponseEntity<View>> set(Caller caller, @PathVariable String tenant, ServerHttpRequest request) {
        String whose = known(tenant);
        return StrictJson.body(request, settings.maxDocument()).flatMap(body -> {
            Form form = Form.ofJson(StrictJson.object(body, EXAMPLE));
            form.only("jobs", "bytes", "minutes", "money");
            Limits limits = Limits.NONE;
            Map<String, String> told = new TreeMap<>();
            for (Limit limit : Limit.values()) {
                String name = name(limit);
                OptionalLong number = form.decimal(name, 0, MOST).stream()
                        .mapToLong(Double::longValue)
                        .findFirst();
                number.ifPresent(value -> told.put(name, Long.toString(value)));
                limits = limits.with(limit, number);
            }
            form.check();
            return deeds.audited(
                            caller,
                            new Deeds.Deed("quotas.set", whose, whose, "", told),
                            quotas.set(whose, limits, caller.name()).thenReturn(whose),
                            _ -> Map.of())
                    .flatMap(this::view);
        });
    }

    /** Gives the tenant the limits of the settings back. */
    @DeleteMapping(Addresses.QUOTAS + "/{tenant}")
    Mono<ResponseEntity<View>> reset(Caller caller, @PathVariable String tenant) {
        String whose = known(tenant);
        return deeds.audited(
                        caller,
                        new Deeds.Deed("quotas.reset", whose, whose, "", Map.of()),
                        quotas.reset(whose).thenReturn(whose),
                        _ -> Map.of())
                .flatMap(this::view);
    }

    private Mono<ResponseEntity<View>> view(String tenant) {
        return quotas.usage(tenant).map(usage -> {
            Map<String, Long> limits = new TreeMap<>();
            Map<String, Long> used = new TreeMap<>();
            for (Limit limit : Limit.values()) {
                usage.limits().of(limit).ifPresent(number -> limits.put(name(limit), number));
                used.put(name(limit), usage.used().getOrDefault(limit, 0L));
            }
            return ResponseEntity.ok().header("Cache-Control", "no-store").body(new View(tenant, limits, used));
        });
    }

    private static String known(String tenant) {
        if (!Tenants.isAllowed(tenant)) {
            throw ApiProblem.of(
                    HttpStatus.NOT_FOUND,
                    "TENANT_UNKNOWN",
                    "Expected the name of a tenant in the address (a-z, 0-9, - and _), but there can be none of this name.");
        }
        return tenant;
    }

    private static String name(Limit limit) {
        return limit.name().toLowerCase(Locale.ROOT);
    }
}
