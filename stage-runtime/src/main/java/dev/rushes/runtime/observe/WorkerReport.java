package dev.rushes.runtime.observe;

import dev.rushes.flow.FlowStage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One instance of the program.
 *
 * @param worker its name
 * @param at when it said so, by its own clock
 * @param startedAt when it started
 * @param host where it runs
 * @param pid its process id
 * @param version version of the program
 * @param interval longest time until it says so again
 * @param stages its stages
 * @param lanes its parts of what outside services grant
 */
public record WorkerReport(
        String worker,
        Instant at,
        Instant startedAt,
        String host,
        long pid,
        String version,
        Duration interval,
        List<StageReport> stages,
        List<LaneReport> lanes) {

    public WorkerReport {
        stages = List.copyOf(stages);
        lanes = List.copyOf(lanes);
    }

    /** One of its stages, if it has it. */
    public Optional<StageReport> stage(FlowStage stage) {
        return stages.stream().filter(its -> its.stage() == stage).findFirst();
    }

    /** Whether others must learn at once of the difference: a state, a concurrency or the ownership of a partition. Counts can wait. */
    public boolean differsFrom(WorkerReport other) {
        return !essence().equals(other.essence());
    }

    private Map<FlowStage, Essence> essence() {
        Map<FlowStage, Essence> essence = new TreeMap<>();
        stages.forEach(stage -> essence.put(stage.stage(), Essence.of(stage)));
        return essence;
    }

    private record Essence(StageState state, int concurrency, Map<String, Collection<Integer>> partitions) {
        static Essence of(StageReport stage) {
            Map<String, Collection<Integer>> partitions = new TreeMap<>();
            stage.sources().forEach(source -> partitions.put(source.topic(), source.partitions()));
            return new Essence(stage.state(), stage.concurrency(), partitions);
        }
    }
}
