package dev.rushes.benchmarks.latency;

import dev.rushes.benchmarks.contenders.RuntimeContext;
import dev.rushes.benchmarks.machine.Leash;
import dev.rushes.events.JobRequested;
import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import dev.rushes.flow.Recipe;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.wire.JobWire;
import dev.rushes.runtime.wire.StageDefinition;
import dev.rushes.runtime.wire.StageWire;
import dev.rushes.runtime.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;

/** The child: five stages of our runtime that do nothing, with the runtime's own settings. */
public final class FiveStages {
    private static final StagePolicy POLICY =
            new StagePolicy(4, JobOrder.ANY, 3, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(10));

    private FiveStages() {}

    public static void main(String[] arguments) {
        List<StageDefinition<?, ?>> stages = new ArrayList<>();
        for (FlowStage stage : Flow.STAGES) {
            stages.add(new StageDefinition<FlowStage, FlowStage>(
                    stage, (input, job) -> Mono.just(Outcome.done(stage)), new RelayWire(stage), POLICY));
        }
        try (ConfigurableApplicationContext unused = RuntimeContext.start(arguments[0], stages, List.of())) {
            Leash.say("READY");
            Leash.awaitEnd();
            Leash.say("COMMITS " + Commits.ofThisProcess());
        }
        System.exit(0);
    }

    private record RelayWire(FlowStage stage) implements StageWire<FlowStage, FlowStage> {
        @Override
        public JobTicket ticket(SpecificRecord record) {
            return record instanceof JobRequested request
                    ? new JobTicket(
                            request.getJobId(),
                            request.getTenant(),
                            request.getRun(),
                            Recipe.HIGHLIGHTS.label(),
                            Recipe.HIGHLIGHTS.route(),
                            JobOptions.DEFAULTS,
                            JobTicket.Priority.NORMAL,
                            request.getRequestedAt())
                    : JobWire.ticketOf(record);
        }

        @Override
        public FlowStage read(SpecificRecord record) {
            return stage;
        }

        @Override
        public SpecificRecord write(FlowStage fact, Stamp stamp) {
            return RelayFacts.of(fact, stamp.eventId("relay"), stamp.occurredAt(), stamp.job());
        }
    }
}
