package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.Lanes;
import dev.rushes.runtime.engine.StageEngine;
import dev.rushes.runtime.observe.SourceReport;
import dev.rushes.runtime.observe.StageReport;
import dev.rushes.runtime.observe.WorkerReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Says what this instance is and does. */
final class Reporter implements Supplier<WorkerReport> {
    private final Stages stages;
    private final Lanes lanes;
    private final String worker;
    private final Duration interval;
    private final Clock clock;
    private final Instant startedAt;
    private final String host;

    /**
     * @param worker name of this instance
     * @param interval how often it says so
     */
    Reporter(Stages stages, Lanes lanes, String worker, Duration interval, Clock clock) {
        this.stages = stages;
        this.lanes = lanes;
        this.worker = worker;
        this.interval = interval;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.host = KafkaSettings.hostName();
    }

    @Override
    public WorkerReport get() {
        return new WorkerReport(
                worker,
                clock.instant(),
                startedAt,
                host,
                ProcessHandle.current().pid(),
                version(),
                interval,
                stages.engines().stream().map(this::report).toList(),
                lanes.reports());
    }

    private StageReport report(StageEngine<?, ?> engine) {
        List<SourceReport> sources = Stream.of(
                        engine.stage().topic(), engine.stage().retryTopic())
                .flatMap(topic -> Optional.ofNullable(stages.sources().get(topic)).stream())
                .map(StageSource::report)
                .toList();
        return engine.report().withSources(sources);
    }

    /** As the jar's manifest says; "dev" when there is none. */
    private static String version() {
        return Optional.ofNullable(Reporter.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }
}
