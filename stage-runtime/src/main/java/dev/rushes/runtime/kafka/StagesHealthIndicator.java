package dev.rushes.runtime.kafka;

import dev.rushes.runtime.observe.JobSince;
import dev.rushes.runtime.observe.SourceReport;
import dev.rushes.runtime.observe.StageReport;
import dev.rushes.runtime.observe.WorkerReport;
import dev.rushes.runtime.rules.ReadinessRule;
import dev.rushes.runtime.rules.ReadinessRule.Signs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Shows whether the stages read, and what they wait for. Down when a poll loop hangs, out of service until every consumer belongs to its group
 * and from the drain on. A stuck record, a pause or an outage is told and changes nothing: another instance would fare no better. An
 * instance without stages is up.
 */
final class StagesHealthIndicator implements HealthIndicator {
    private final Supplier<WorkerReport> report;
    private final Supplier<Boolean> reading;
    private final Supplier<Optional<Duration>> deafness;
    private final ReadinessRule rule;
    private final Clock clock;

    /**
     * @param reading whether the stages take records in
     * @param deafness how long ago all was known that others told of their work; empty before the first time
     */
    StagesHealthIndicator(
            Supplier<WorkerReport> report,
            Supplier<Boolean> reading,
            Supplier<Optional<Duration>> deafness,
            ReadinessRule rule,
            Clock clock) {
        this.report = report;
        this.reading = reading;
        this.deafness = deafness;
        this.rule = rule;
        this.clock = clock;
    }

    @Override
    public Health health() {
        List<StageReport> stages = report.get().stages();
        List<Signs> signs = stages.stream()
                .flatMap(stage -> stage.sources().stream())
                .map(source -> new Signs(source.member(), source.pollAge()))
                .toList();
        Health.Builder health =
                switch (rule.judge(reading.get(), signs)) {
                    case READY -> Health.up();
                    case STARTING -> Health.outOfService();
                    case HANGING -> Health.down();
                };
        Instant now = clock.instant();
        stages.forEach(stage -> health.withDetail(stage.stage().label(), details(stage, now)));
        if (!stages.isEmpty()) {
            health.withDetail(
                    "leasesHeard",
                    deafness.get()
                            .map(silence -> silence.toMillis() + " ms ago")
                            .orElse("never since the start"));
        }
        return health.build();
    }

    private Map<String, Object> details(StageReport stage, Instant now) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", stage.state());
        details.put("running", stage.running());
        details.put("waiting", stage.waiting());
        stage.oldestRunning().ifPresent(oldest -> details.put("oldestRunning", since(oldest, now)));
        stage.oldestWaiting().ifPresent(oldest -> details.put("oldestWaiting", since(oldest, now)));
        stage.sources().forEach(source -> details.put(source.topic(), details(source)));
        return details;
    }

    private Map<String, Object> details(SourceReport source) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("lastPoll", source.pollAge().toMillis() + " ms ago");
        details.put("member", source.member());
        details.put("partitions", source.partitions());
        if (rule.stuck(source.frontierAge())) {
            details.put(
                    "stuck",
                    "a record has held back commits for " + source.frontierAge().toSeconds() + " s");
        }
        return details;
    }

    private static String since(JobSince oldest, Instant now) {
        return oldest.job().map(job -> "job " + job).orElse("a record that names no job") + " for "
                + Math.max(0, Duration.between(oldest.since(), now).toSeconds()) + " s";
    }
}
