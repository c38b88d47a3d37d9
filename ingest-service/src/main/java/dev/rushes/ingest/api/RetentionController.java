package dev.rushes.ingest.api;

import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.domain.CleanText;
import dev.rushes.ingest.retention.RetentionDesk;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What goes by policy: for operators to see before it goes, and to have done now. */
@RestController
@RequestMapping(Addresses.RETENTION)
final class RetentionController {
    private static final String EXAMPLE = "{\"removeOrphans\": true, \"reason\": \"the store is full\"}";
    private static final int REASON_LIMIT = 200;
    private static final int SHOWN = 50;

    private final RetentionDesk desk;
    private final Deeds deeds;
    private final ApiSettings settings;

    RetentionController(RetentionDesk desk, Deeds deeds, ApiSettings settings) {
        this.desk = desk;
        this.deeds = deeds;
        this.settings = settings;
    }

    /** Changes nothing. */
    @GetMapping
    Mono<ResponseEntity<RetentionView>> look(@RequestParam MultiValueMap<String, String> parameters) {
        Form form = Form.ofParameters(parameters);
        form.only("limit");
        int shown = form.wholeNumber("limit", 1, settings.pageSize()).orElse(SHOWN);
        form.check();
        return answer(HttpStatus.OK, shown);
    }

    /** Both rounds begin as soon as an instance has time; with {@code removeOrphans} the next sweep removes all that it finds, however much. */
    @PostMapping
    Mono<ResponseEntity<RetentionView>> run(Caller caller, ServerHttpRequest request) {
        return StrictJson.body(request, settings.maxDocument()).flatMap(body -> {
            boolean approved = false;
            String reason = "";
            if (body.length > 0) {
                Form form = Form.ofJson(StrictJson.object(body, EXAMPLE));
                form.only("removeOrphans", "reason");
                approved = form.flag("removeOrphans");
                reason = form.text("reason", REASON_LIMIT)
                        .map(text -> CleanText.line(text, REASON_LIMIT))
                        .orElse("");
                form.check();
            }
            Deeds.Deed deed = new Deeds.Deed(
                    "retention.run", "", "", reason, Map.of("removeOrphans", Boolean.toString(approved)));
            return deeds.audited(caller, deed, desk.run(approved).thenReturn(true), _ -> Map.of())
                    .then(Mono.defer(() -> answer(HttpStatus.ACCEPTED, SHOWN)));
        });
    }

    private Mono<ResponseEntity<RetentionView>> answer(HttpStatus status, int shown) {
        return desk.look(shown).map(RetentionController::view).map(view -> ResponseEntity.status(status)
                .header("Cache-Control", "no-store")
                .body(view));
    }

    private static RetentionView view(RetentionDesk.Look look) {
        return new RetentionView(
                RetentionView.Terms.of(look.terms().common()),
                RetentionView.tenants(look.terms()),
                look.due(),
                look.next().stream().map(RetentionView.DueJob::of).toList(),
                look.removing(),
                new RetentionView.OrphansView(
                        look.margin().toSeconds(),
                        look.orphans(),
                        look.firstOrphans().stream()
                                .map(RetentionView.Orphan::of)
                                .toList()),
                look.sweeps().stream().map(RetentionView.Sweep::of).toList());
    }
}
