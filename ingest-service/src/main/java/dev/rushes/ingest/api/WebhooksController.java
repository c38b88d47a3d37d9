package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.webhooks.WebhookDesk;
import dev.rushes.ingest.webhooks.domain.Logged;
import dev.rushes.ingest.webhooks.store.Deliveries;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Webhooks: who is told of what, what became of it, and to send it again. Of the caller's own tenant only. */
@RestController
@RequestMapping(Addresses.WEBHOOKS)
final class WebhooksController {
    private static final int USUAL_PAGE = 50;
    private static final Map<String, Logged.State> STATES = Arrays.stream(Logged.State.values())
            .collect(Collectors.toMap(state -> state.name().toLowerCase(Locale.ROOT), Function.identity()));

    private final WebhookDesk desk;
    private final WebhookReader reader;
    private final ApiSettings settings;

    WebhooksController(WebhookDesk desk, ApiSettings settings) {
        this.desk = desk;
        this.reader = new WebhookReader(desk);
        this.settings = settings;
    }

    record All(List<WebhookView> webhooks) {}

    /** @param next pass it as {@code cursor} for the next page; absent at the end */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(List<WebhookView.Delivery> deliveries, Optional<String> next) {}

    /** @param delivery identifier of the delivery, which the receiver sees as webhook-id */
    record Posted(UUID delivery) {}

    /** @param replayed deliveries that are sent again; ask once more if they are as many as one replay takes */
    record Replayed(int replayed, int atMost) {}

    record JobSecret(String secret, Instant previousUntil) {
        /** Everything but the secret. */
        @Override
        public String toString() {
            return "JobSecret[previousUntil=" + previousUntil + "]";
        }
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<WebhookView.WithSecret>> create(Caller caller, ServerHttpRequest request) {
        return body(request)
                .map(reader::creation)
                .flatMap(asked -> desk.create(caller.tenant(), asked.wish(), asked.secret()))
                .switchIfEmpty(Mono.error(this::tooMany))
                .map(made -> ResponseEntity.created(URI.create(
                                Addresses.WEBHOOKS + "/" + made.endpoint().id()))
                        .header("Cache-Control", "no-store")
                        .body(WebhookView.WithSecret.of(made)));
    }

    @GetMapping
    Mono<ResponseEntity<All>> list(Caller caller) {
        return fresh(
                desk.list(caller.tenant()).map(WebhookView::of).collectList().map(All::new));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<WebhookView>> get(Caller caller, @PathVariable String id) {
        return fresh(found(desk.find(caller.tenant(), id(id))).map(WebhookView::of));
    }

    @PatchMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<WebhookView>> change(Caller caller, @PathVariable String id, ServerHttpRequest request) {
        UUID its = id(id);
        return fresh(body(request)
                .map(reader::change)
                .flatMap(wish -> found(desk.change(caller.tenant(), its, wish)))
                .map(WebhookView::of));
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<Void>> remove(Caller caller, @PathVariable String id) {
        return desk.remove(caller.tenant(), id(id))
                .filter(removed -> removed)
                .switchIfEmpty(Mono.error(WebhooksController::noSuchWebhook))
                .map(_ -> ResponseEntity.noContent().build());
    }

    @PostMapping("/{id}/rotate")
    Mono<ResponseEntity<WebhookView.WithSecret>> rotate(
            Caller caller, @PathVariable String id, ServerHttpRequest request) {
        UUID its = id(id);
        return fresh(body(request)
                .map(reader::rotation)
                .flatMap(asked -> found(desk.rotate(caller.tenant(), its, asked.secret(), asked.overlap())))
                .map(WebhookView.WithSecret::of));
    }

    @PostMapping("/job-secret/rotate")
    Mono<ResponseEntity<JobSecret>> rotateJobSecret(Caller caller, ServerHttpRequest request) {
        return fresh(body(request)
                .map(reader::rotation)
                .flatMap(asked -> desk.rotateJobSecret(caller.tenant(), asked.secret(), asked.overlap()))
                .map(made -> new JobSecret(made.secret().reveal(), made.previousUntil())));
    }

    @PostMapping("/{id}/test")
    Mono<ResponseEntity<Posted>> test(Caller caller, @PathVariable String id) {
        return found(desk.test(caller.tenant(), id(id))).map(due -> accepted(new Posted(due.id())));
    }

    @GetMapping("/{id}/deliveries")
    Mono<ResponseEntity<Page>> deliveries(
            Caller caller, @PathVariable String id, @RequestParam MultiValueMap<String, String> parameters) {
        UUID its = id(id);
        Form form = Form.ofParameters(parameters);
        form.only("state", "limit", "cursor");
        Optional<Logged.State> state = form.oneOf("state", STATES);
        int limit = form.wholeNumber("limit", 1, settings.pageSize()).orElse(Math.min(USUAL_PAGE, settings.pageSize()));
        Optional<Deliveries.Position> behind =
                form.text("cursor", 200).map(PageMark::read).map(WebhooksController::position);
        form.check();
        return fresh(found(desk.find(caller.tenant(), its))
                .flatMap(_ -> desk.deliveries(caller.tenant(), its, state, behind, limit + 1)
                        .collectList())
                .map(found -> page(found, limit)));
    }

    private static Page page(List<Logged> found, int limit) {
        List<Logged> shown = found.subList(0, Math.min(limit, found.size()));
        Optional<String> next = found.size() > limit
                ? Optional.of(PageMark.write(new Ledger.Position(
                        shown.getLast().createdAt(), shown.getLast().due().id())))
                : Optional.empty();
        return new Page(shown.stream().map(WebhookView.Delivery::of).toList(), next);
    }

    private static Deliveries.Position position(Ledger.Position mark) {
        return new Deliveries.Position(mark.created(), mark.id());
    }

    @GetMapping("/{id}/deliveries/{delivery}")
    Mono<ResponseEntity<WebhookView.Traced>> delivery(
            Caller caller, @PathVariable String id, @PathVariable String delivery) {
        return fresh(desk.delivery(caller.tenant(), id(id), id(delivery))
                .switchIfEmpty(Mono.error(WebhooksController::noSuchDelivery))
                .map(WebhookView.Traced::of));
    }

    @PostMapping("/{id}/deliveries/{delivery}/replay")
    Mono<ResponseEntity<WebhookView.Delivery>> replay(
            Caller caller, @PathVariable String id, @PathVariable String delivery) {
        return desk.replay(caller.tenant(), id(id), id(delivery))
                .switchIfEmpty(Mono.error(WebhooksController::noSuchDelivery))
                .map(logged -> accepted(WebhookView.Delivery.of(logged)));
    }

    @PostMapping("/{id}/replay")
    Mono<ResponseEntity<Replayed>> replayFailed(Caller caller, @PathVariable String id) {
        UUID its = id(id);
        return found(desk.find(caller.tenant(), its))
                .flatMap(_ -> desk.replayFailed(caller.tenant(), its))
                .map(count -> accepted(new Replayed(count, WebhookDesk.REPLAYED_AT_ONCE)));
    }

    private Mono<byte[]> body(ServerHttpRequest request) {
        return StrictJson.body(request, settings.maxDocument());
    }

    private static <T> Mono<T> found(Mono<T> thing) {
        return thing.switchIfEmpty(Mono.error(WebhooksController::noSuchWebhook));
    }

    private static <T> Mono<ResponseEntity<T>> fresh(Mono<T> answer) {
        return answer.map(
                body -> ResponseEntity.ok().header("Cache-Control", "no-store").body(body));
    }

    private static <T> ResponseEntity<T> accepted(T body) {
        return ResponseEntity.status(HttpStatus.ACCEPTED)
                .header("Cache-Control", "no-store")
                .body(body);
    }

    private static UUID id(String text) {
        return FieldValues.id(text).orElseThrow(WebhooksController::noSuchWebhook);
    }

    private ApiProblem tooMany() {
        return ApiProblem.of(
                HttpStatus.CONFLICT,
                "WEBHOOK_LIMIT_REACHED",
                "Expected at most " + desk.mostEndpoints()
                        + " webhooks, but there are as many already. Delete one first.");
    }

    private static ApiProblem noSuchWebhook() {
        return ApiProblem.of(
                HttpStatus.NOT_FOUND,
                "WEBHOOK_NOT_FOUND",
                "Expected a webhook with the id in the address, but there is none.");
    }

    private static ApiProblem noSuchDelivery() {
        return ApiProblem.of(
                HttpStatus.NOT_FOUND,
                "WEBHOOK_DELIVERY_NOT_FOUND",
                "Expected a delivery with the id in the address, but there is none (any more).");
    }
}
