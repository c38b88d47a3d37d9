package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.runtime.kafka.Workers;
import dev.rushes.runtime.observe.JobSince;
import dev.rushes.runtime.observe.SourceReport;
import dev.rushes.runtime.observe.StageReport;
import dev.rushes.runtime.observe.WorkerReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who works: every instance that is alive or has fallen silent. Whoever left in good order is not shown. */
@RestController
@RequestMapping(Addresses.WORKERS)
final class WorkersController {
    private final Workers workers;

    WorkersController(Workers workers) {
        this.workers = workers;
    }

    /** @param complete false while this instance still learns who is there */
    record All(List<View> workers, boolean complete) {}

    /** @param presence ALIVE or LOST */
    record View(
            String worker,
            String presence,
            String host,
            long pid,
            String version,
            Instant startedAt,
            Instant heardAt,
            List<Stage> stages) {}

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Stage(
            String stage,
            String state,
            int concurrency,
            int running,
            int waiting,
            Optional<Since> oldestRunning,
            Optional<Since> oldestWaiting,
            List<Source> sources) {}

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Since(Optional<UUID> job, Instant since) {}

    record Source(
            String topic,
            boolean member,
            SortedSet<Integer> partitions,
            long lagRecords,
            double lagSeconds,
            double frontierSeconds) {}

    @GetMapping
    ResponseEntity<All> all() {
        return ResponseEntity.ok()
                .header("Cache-Control", "no-store")
                .body(new All(
                        workers.all().stream().map(WorkersController::view).toList(), workers.known()));
    }

    private static View view(Workers.Worker worker) {
        WorkerReport report = worker.report();
        return new View(
                report.worker(),
                worker.presence().name(),
                report.host(),
                report.pid(),
                report.version(),
                report.startedAt(),
                worker.heard(),
                report.stages().stream().map(WorkersController::stage).toList());
    }

    private static Stage stage(StageReport report) {
        return new Stage(
                report.stage().label(),
                report.state().name(),
                report.concurrency(),
                report.running(),
                report.waiting(),
                report.oldestRunning().map(WorkersController::since),
                report.oldestWaiting().map(WorkersController::since),
                report.sources().stream().map(WorkersController::source).toList());
    }

    private static Since since(JobSince since) {
        return new Since(since.job(), since.since());
    }

    private static Source source(SourceReport report) {
        return new Source(
                report.topic(),
                report.member(),
                report.partitions(),
                report.lag(),
                report.lagAge().toMillis() / 1000.0,
                report.frontierAge().toMillis() / 1000.0);
    }
}
