package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.domain.CleanText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * Stages: look at them, pause them, resume them, set how much they do at a time. Orders hold on every instance until another one comes, also
 * over restarts. The answer to an order is 200 if every living instance has confirmed it in time, else 202.
 */
@RestController
@RequestMapping(Addresses.STAGES)
final class StagesController {
    private static final int MOST_RECORDS = 10_000;
    private static final int REASON_LIMIT = 200;

    private final StageDesk desk;
    private final Deeds deeds;
    private final DataSize limit;

    StagesController(StageDesk desk, Deeds deeds, DataSize limit) {
        this.desk = desk;
        this.deeds = deeds;
        this.limit = limit;
    }

    /** @param complete false while this instance still learns who is there */
    record All(List<StageView> stages, boolean complete) {}

    /**
     * @param confirmed living instances that have shown that they obey; compare it with {@code instances}
     * @param view the stage as it is then
     */
    record Answer(int confirmed, @JsonUnwrapped StageView view) {}

    @GetMapping
    ResponseEntity<All> all() {
        return fresh(HttpStatus.OK, new All(desk.all(), desk.complete()));
    }

    @GetMapping("/{stage}")
    ResponseEntity<StageView> one(@PathVariable String stage) {
        return fresh(HttpStatus.OK, desk.view(StageDesk.stage(stage)));
    }

    @PostMapping("/{stage}/pause")
    Mono<ResponseEntity<Answer>> pause(Caller caller, @PathVariable String stage, ServerHttpRequest request) {
        return order(caller, "stages.pause", stage, request, desk::pause);
    }

    @PostMapping("/{stage}/resume")
    Mono<ResponseEntity<Answer>> resume(Caller caller, @PathVariable String stage, ServerHttpRequest request) {
        return order(caller, "stages.resume", stage, request, desk::resume);
    }

    @PutMapping("/{stage}/concurrency")
    Mono<ResponseEntity<Answer>> setConcurrency(Caller caller, @PathVariable String stage, ServerHttpRequest request) {
        FlowStage its = StageDesk.stage(stage);
        return StrictJson.body(request, limit).flatMap(body -> {
            Form form = Form.ofJson(StrictJson.object(body, "{\"concurrency\": 4}"));
            form.only("concurrency", "reason");
            Optional<Integer> records = form.wholeNumber("concurrency", 1, MOST_RECORDS);
            if (!form.has("concurrency")) {
                form.fault("concurrency", "Expected a concurrency; to give every instance its own back, use DELETE.");
            }
            String reason = reason(form);
            form.check();
            Deeds.Deed deed = deed("stages.set-concurrency", its, reason)
                    .with("concurrency", Integer.toString(records.orElseThrow()));
            return audited(caller, deed, desk.setConcurrency(its, records.orElseThrow(), reason));
        });
    }

    @DeleteMapping("/{stage}/concurrency")
    Mono<ResponseEntity<Answer>> resetConcurrency(
            Caller caller, @PathVariable String stage, ServerHttpRequest request) {
        return order(caller, "stages.reset-concurrency", stage, request, desk::resetConcurrency);
    }

    /** An order that needs no words; a reason is welcome. */
    private Mono<ResponseEntity<Answer>> order(
            Caller caller,
            String action,
            String stage,
            ServerHttpRequest request,
            BiFunction<FlowStage, String, Mono<StageDesk.Obeyed>> order) {
        FlowStage its = StageDesk.stage(stage);
        return StrictJson.body(request, limit).flatMap(body -> {
            String reason = "";
            if (body.length > 0) {
                Form form = Form.ofJson(StrictJson.object(body, "{\"reason\": \"the store is moved\"}"));
                form.only("reason");
                reason = reason(form);
                form.check();
            }
            return audited(caller, deed(action, its, reason), order.apply(its, reason));
        });
    }

    private Mono<ResponseEntity<Answer>> audited(Caller caller, Deeds.Deed deed, Mono<StageDesk.Obeyed> order) {
        return deeds.audited(
                        caller,
                        deed,
                        order,
                        obeyed -> Map.of(
                                "confirmed", Integer.toString(obeyed.confirmed()),
                                "instances", Integer.toString(obeyed.view().instances())))
                .map(StagesController::answer);
    }

    private static Deeds.Deed deed(String action, FlowStage stage, String reason) {
        return new Deeds.Deed(action, stage.label(), "", reason, Map.of());
    }

    private static String reason(Form form) {
        return form.text("reason", REASON_LIMIT)
                .map(text -> "asked for by the HTTP API: " + CleanText.line(text, REASON_LIMIT))
                .orElse("asked for by the HTTP API");
    }

    private static ResponseEntity<Answer> answer(StageDesk.Obeyed obeyed) {
        return fresh(
                obeyed.byAll() ? HttpStatus.OK : HttpStatus.ACCEPTED, new Answer(obeyed.confirmed(), obeyed.view()));
    }

    private static <T> ResponseEntity<T> fresh(HttpStatus status, T body) {
        return ResponseEntity.status(status).header("Cache-Control", "no-store").body(body);
    }
}
