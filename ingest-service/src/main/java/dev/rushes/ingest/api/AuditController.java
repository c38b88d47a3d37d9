package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.ingest.access.audit.AuditTrail;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.runtime.kafka.AuditEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What operators did: who, what, when, from where, and what came of it. Shows what the log told, a moment after it was told. */
@RestController
final class AuditController {
    private static final int WORD = 200;

    private final AuditTrail trail;
    private final ApiSettings settings;

    AuditController(AuditTrail trail, ApiSettings settings) {
        this.trail = trail;
        this.settings = settings;
    }

    /** @param action the same for all entries about one thing that was asked for */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record View(
            UUID id,
            Instant at,
            String operator,
            String what,
            UUID action,
            String subject,
            String tenant,
            Optional<UUID> job,
            Optional<Integer> run,
            Map<String, String> arguments,
            String reason,
            boolean dryRun,
            String result,
            Map<String, String> outcome) {}

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(List<View> entries, Optional<String> next) {}

    @GetMapping(Addresses.AUDIT)
    Mono<ResponseEntity<Page>> list(@RequestParam MultiValueMap<String, String> parameters) {
        Form form = Form.ofParameters(parameters);
        form.only("operator", "action", "tenant", "limit", "cursor");
        int limit = form.wholeNumber("limit", 1, settings.pageSize()).orElse(Math.min(50, settings.pageSize()));
        AuditTrail.Listing listing = new AuditTrail.Listing(
                form.text("operator", WORD),
                form.text("action", WORD),
                form.text("tenant", WORD),
                form.text("cursor", WORD)
                        .map(PageMark::read)
                        .map(mark -> new AuditTrail.Position(mark.created(), mark.id())),
                limit + 1);
        form.check();
        return trail.list(listing).collectList().map(found -> ResponseEntity.ok()
                .header("Cache-Control", "no-store")
                .body(page(found, limit)));
    }

    private static Page page(List<AuditEntry> found, int limit) {
        List<AuditEntry> entries = found.size() > limit ? found.subList(0, limit) : found;
        Optional<String> next = found.size() > limit
                ? Optional.of(PageMark.write(new Ledger.Position(
                        entries.getLast().at(), entries.getLast().id())))
                : Optional.empty();
        return new Page(entries.stream().map(AuditController::view).toList(), next);
    }

    private static View view(AuditEntry entry) {
        return new View(
                entry.id(),
                entry.at(),
                entry.deed().operator(),
                entry.deed().action(),
                entry.deed().id(),
                entry.subject().name(),
                entry.subject().tenant(),
                entry.subject().job(),
                entry.subject().run(),
                entry.deed().arguments(),
                entry.deed().reason(),
                entry.deed().dryRun(),
                entry.result().name(),
                entry.outcome());
    }
}
