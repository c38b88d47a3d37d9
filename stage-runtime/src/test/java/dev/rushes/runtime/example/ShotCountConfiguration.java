package dev.rushes.runtime.example;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.wire.StageDefinition;
import java.time.Duration;

/** In a service, a Spring configuration with one bean. */
final class ShotCountConfiguration {
    private static final StagePolicy POLICY =
            new StagePolicy(4, JobOrder.ANY, 3, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(10));

    private ShotCountConfiguration() {}

    static StageDefinition<Footage, ShotCount> shotCountStage(ShotCounter counter, ShotCounts counts) {
        return new StageDefinition<>(FlowStage.SPLIT, new ShotCountStage(counter, counts), new ShotCountWire(), POLICY);
    }
}
