package dev.rushes.runtime.engine;

import dev.rushes.runtime.observe.JobSince;
import dev.rushes.runtime.observe.RuntimeMeter;
import dev.rushes.runtime.observe.StageMeters;
import dev.rushes.runtime.observe.StageReport;
import dev.rushes.runtime.observe.StageState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Shows what an engine does, read whenever somebody asks. */
final class EngineGauges {
    private final StageEngine<?, ?> engine;
    private final StageMeters meters;
    private final Timer timer;
    private final Leases leases;

    EngineGauges(StageEngine<?, ?> engine, Tools tools) {
        this.engine = engine;
        this.meters = tools.meters();
        this.timer = tools.timer();
        this.leases = tools.leases();
    }

    void show() {
        meters.gauge(RuntimeMeter.IN_FLIGHT, engine::runningCount);
        meters.gauge(RuntimeMeter.WAITING, engine::waitingCount);
        meters.gauge(RuntimeMeter.CONCURRENCY, () -> engine.report().concurrency());
        meters.gauge(RuntimeMeter.LEASES, leases::size);
        meters.gauge(RuntimeMeter.OUTAGE, () -> engine.outage() ? 1 : 0);
        meters.gauge(RuntimeMeter.PAUSED, () -> engine.report().state() == StageState.PAUSED ? 1 : 0);
        meters.gauge(RuntimeMeter.OLDEST_RUNNING, () -> seconds(StageReport::oldestRunning));
        meters.gauge(RuntimeMeter.OLDEST_WAITING, () -> seconds(StageReport::oldestWaiting));
        for (String topic : List.of(engine.stage().topic(), engine.stage().retryTopic())) {
            meters.gauge(RuntimeMeter.WINDOW_RECORDS, () -> engine.windowRecords(topic), "topic", topic);
            meters.gauge(RuntimeMeter.WINDOW_BYTES, () -> engine.windowBytes(topic), "topic", topic);
        }
    }

    private double seconds(Function<StageReport, Optional<JobSince>> which) {
        return which.apply(engine.report())
                .map(oldest -> Duration.between(oldest.since(), timer.now()).toMillis() / 1000.0)
                .orElse(0.0);
    }
}
