package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.kafka.Queues;
import dev.rushes.runtime.kafka.Workers;
import dev.rushes.runtime.kafka.Workers.Worker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How much there is to do. Nothing is asked for an answer: it is what the instances last said and what the last look at Kafka found. */
@RestController
@RequestMapping(Addresses.QUEUES)
final class QueuesController {
    private final Queues queues;
    private final Workers workers;
    private final Clock clock;

    QueuesController(Queues queues, Workers workers, Clock clock) {
        this.queues = queues;
        this.workers = workers;
        this.clock = clock;
    }

    /**
     * @param complete false while this instance still learns who is there, or Kafka has not been looked at yet
     * @param ageSeconds since Kafka was looked at; absent if it never was
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record All(List<QueueView> queues, boolean complete, Optional<Double> ageSeconds) {}

    @GetMapping
    ResponseEntity<All> all() {
        Instant now = clock.instant();
        Optional<Queues.Look> look = queues.latest();
        List<Worker> everybody = workers.all();
        List<QueueView> views = Arrays.stream(FlowStage.values())
                .map(stage -> QueueView.of(
                        stage,
                        everybody,
                        look.flatMap(its -> Optional.ofNullable(its.stages().get(stage))),
                        now))
                .toList();
        return ResponseEntity.ok()
                .header("Cache-Control", "no-store")
                .body(new All(
                        views,
                        workers.known() && look.isPresent(),
                        look.map(its ->
                                Math.max(0, Duration.between(its.at(), now).toMillis()) / 1000.0)));
    }
}
