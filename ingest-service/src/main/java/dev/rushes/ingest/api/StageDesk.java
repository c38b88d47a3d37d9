package dev.rushes.ingest.api;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.kafka.StageOrders;
import dev.rushes.runtime.kafka.Workers;
import dev.rushes.runtime.kafka.Workers.Worker;
import dev.rushes.runtime.observe.StageReport;
import dev.rushes.runtime.observe.StageState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Shows stages and gives them orders. An order counts when Kafka has acknowledged it; the instances confirm by what they say of themselves. */
final class StageDesk {
    private static final Logger LOG = LoggerFactory.getLogger(StageDesk.class);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final StageOrders orders;
    private final Workers workers;
    private final ApiSettings settings;
    private final Clock clock;

    StageDesk(StageOrders orders, Workers workers, ApiSettings settings, Clock clock) {
        this.orders = orders;
        this.workers = workers;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A stage after an order.
     *
     * @param confirmed living instances that have shown that they obey
     * @param view the stage as it is then
     */
    record Obeyed(int confirmed, StageView view) {
        boolean byAll() {
            return confirmed == view.instances();
        }
    }

    /** Whether everything has been heard that was told before this instance started. */
    boolean complete() {
        return workers.known();
    }

    List<StageView> all() {
        return Arrays.stream(FlowStage.values()).map(this::view).toList();
    }

    StageView view(FlowStage stage) {
        return StageView.of(stage, orders.standing(stage), workers.all(), clock.instant());
    }

    Mono<Obeyed> pause(FlowStage stage, String reason) {
        return give(stage, orders.pause(stage, reason), worker -> {
            StageState state = report(worker, stage).state();
            return state == StageState.PAUSED || state == StageState.DRAINING;
        });
    }

    Mono<Obeyed> resume(FlowStage stage, String reason) {
        return give(
                stage,
                orders.resume(stage, reason),
                worker -> report(worker, stage).state() != StageState.PAUSED);
    }

    Mono<Obeyed> setConcurrency(FlowStage stage, int records, String reason) {
        return give(
                stage,
                orders.setConcurrency(stage, records, reason),
                worker -> report(worker, stage).concurrency() == records);
    }

    /** What each instance has of its own is known to it alone, so whoever has spoken since has confirmed. */
    Mono<Obeyed> resetConcurrency(FlowStage stage, String reason) {
        return Mono.defer(() -> {
            Instant given = clock.instant();
            return give(stage, orders.resetConcurrency(stage, reason), worker -> worker.heard()
                    .isAfter(given));
        });
    }

    private Mono<Obeyed> give(FlowStage stage, Mono<Void> order, Predicate<Worker> obeys) {
        return acknowledged(order).then(Mono.defer(() -> confirmed(stage, obeys)));
    }

    /** Waits until all obey, or the time is up. */
    private Mono<Obeyed> confirmed(FlowStage stage, Predicate<Worker> obeys) {
        return Flux.interval(Duration.ZERO, LOOK)
                .onBackpressureDrop()
                .map(_ -> look(stage, obeys))
                .filter(Obeyed::byAll)
                .next()
                .timeout(settings.confirmTimeout(), Mono.fromSupplier(() -> look(stage, obeys)));
    }

    private Obeyed look(FlowStage stage, Predicate<Worker> obeys) {
        long confirmed = workers.all().stream()
                .filter(Worker::alive)
                .filter(worker -> worker.report().stage(stage).isPresent())
                .filter(obeys)
                .count();
        return new Obeyed((int) confirmed, view(stage));
    }

    private static StageReport report(Worker worker, FlowStage stage) {
        return worker.report().stage(stage).orElseThrow();
    }

    private Mono<Void> acknowledged(Mono<Void> order) {
        return order.timeout(settings.publishTimeout()).onErrorMap(e -> {
            LOG.warn("Expected Kafka to acknowledge an order, but: {}", e.toString());
            return ApiProblem.unavailable(
                    "LOG_UNAVAILABLE",
                    "Expected Kafka to acknowledge the order, but it did not. Give the same order again in a moment.",
                    settings.retryAfter());
        });
    }

    /** @throws ApiProblem if there is no such stage */
    static FlowStage stage(String label) {
        return Arrays.stream(FlowStage.values())
                .filter(stage -> stage.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () -> ApiProblem.of(
                                HttpStatus.NOT_FOUND,
                                "STAGE_NOT_FOUND",
                                "Expected a stage out of upload, split, analysis, timeline, render, webhooks in the address, but there is no such stage."));
    }
}
