package dev.rushes.runtime.kafka;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.observe.PriorityReport;
import dev.rushes.runtime.observe.WorkerReport;
import dev.rushes.runtime.rules.FlowRate;
import dev.rushes.runtime.rules.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** How much leaves each stage, from what the instances have counted. Not thread-safe. */
final class Throughput {
    private final Map<FlowStage, Map<Urgency, FlowRate>> rates = new EnumMap<>(FlowStage.class);

    Throughput(Duration window) {
        for (FlowStage stage : FlowStage.values()) {
            Map<Urgency, FlowRate> its = new EnumMap<>(Urgency.class);
            for (Urgency urgency : Urgency.values()) {
                its.put(urgency, new FlowRate(window));
            }
            rates.put(stage, its);
        }
    }

    void note(Instant now, List<WorkerReport> reports) {
        rates.forEach((stage, byUrgency) -> byUrgency.forEach((urgency, rate) -> {
            Map<String, Long> counts = new HashMap<>();
            for (WorkerReport report : reports) {
                // One that starts again counts from 0 again.
                String source = report.worker() + "@" + report.startedAt();
                counts.put(source, finished(report, stage, urgency));
            }
            rate.note(now, counts);
        }));
    }

    private static long finished(WorkerReport report, FlowStage stage, Urgency urgency) {
        return report.stage(stage).stream()
                .flatMap(its -> its.priorities().stream())
                .filter(its -> its.urgency() == urgency)
                .mapToLong(PriorityReport::finished)
                .sum();
    }

    Queues.Flow of(FlowStage stage) {
        Map<Urgency, Double> byUrgency = new EnumMap<>(Urgency.class);
        Duration over = Duration.ZERO;
        for (Map.Entry<Urgency, FlowRate> each :
                rates.getOrDefault(stage, Map.of()).entrySet()) {
            over = each.getValue().over();
            each.getValue().perMinute().ifPresent(rate -> byUrgency.put(each.getKey(), rate));
        }
        OptionalDouble all = byUrgency.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(byUrgency.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum());
        return new Queues.Flow(over, all, byUrgency);
    }
}
