package dev.rushes.benchmarks.fairness;

import dev.rushes.benchmarks.contenders.RuntimeContext;
import dev.rushes.benchmarks.contenders.SplitWire;
import dev.rushes.benchmarks.machine.Leash;
import dev.rushes.events.MediaStored;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.Stage;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.wire.StageDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;

/** The child: a stage that works a fixed time on each record and tells how long those of small tenants have waited. */
public final class CrowdedStage implements Stage<MediaStored, MediaStored> {
    static final String SMALL = "small-";
    private static final int WORKERS = 16;
    private static final Duration WORK = Duration.ofMillis(20);
    private static final StagePolicy POLICY = new StagePolicy(
            WORKERS, JobOrder.ANY, 3, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(10));

    private CrowdedStage() {}

    public static void main(String[] arguments) {
        StageDefinition<MediaStored, MediaStored> stage =
                new StageDefinition<>(FlowStage.SPLIT, new CrowdedStage(), new SplitWire(), POLICY);
        try (ConfigurableApplicationContext unused = RuntimeContext.start(arguments[0], List.of(stage), List.of())) {
            Leash.say("READY");
            Leash.awaitEnd();
        }
        System.exit(0);
    }

    @Override
    public Mono<Outcome<MediaStored>> handle(MediaStored footage, StageContext<MediaStored> job) {
        if (job.ticket().tenant().startsWith(SMALL)) {
            Leash.say("WAITED "
                    + Duration.between(job.ticket().requestedAt(), Instant.now())
                            .toMillis());
        }
        return Mono.delay(WORK).map(slept -> Outcome.done(footage));
    }
}
