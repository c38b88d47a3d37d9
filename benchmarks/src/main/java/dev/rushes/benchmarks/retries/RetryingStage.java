package dev.rushes.benchmarks.retries;

import dev.rushes.benchmarks.contenders.RuntimeContext;
import dev.rushes.benchmarks.contenders.SplitWire;
import dev.rushes.benchmarks.machine.Leash;
import dev.rushes.events.MediaStored;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.Stage;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.wire.StageDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;

/**
 * The child: a stage that sends each record away once. Footage named "trouble" meets a passing failure, whose wait the runtime chooses;
 * footage named by a number of milliseconds is asked to come back after so long.
 */
public final class RetryingStage implements Stage<MediaStored, MediaStored> {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final StagePolicy POLICY =
            new StagePolicy(64, JobOrder.ANY, 3, LONGEST, LONGEST, Duration.ofMinutes(10));
    static final String TROUBLE = "trouble";

    private final Map<UUID, Instant> firstTimes = new ConcurrentHashMap<>();

    private RetryingStage() {}

    public static void main(String[] arguments) {
        StageDefinition<MediaStored, MediaStored> stage =
                new StageDefinition<>(FlowStage.SPLIT, new RetryingStage(), new SplitWire(), POLICY);
        try (ConfigurableApplicationContext unused = RuntimeContext.start(arguments[0], List.of(stage), List.of())) {
            Leash.say("READY");
            Leash.awaitEnd();
        }
        System.exit(0);
    }

    @Override
    public Mono<Outcome<MediaStored>> handle(MediaStored footage, StageContext<MediaStored> job) {
        Instant now = Instant.now();
        UUID id = job.ticket().jobId();
        if (firstTimes.putIfAbsent(id, now) != null) {
            Leash.say("AGAIN " + id + " " + now.toEpochMilli());
            return Mono.just(Outcome.done(footage));
        }
        String name = String.valueOf(footage.getFilename());
        Failure why = new Failure(CommonFailure.DISK_FULL, "Expected room, but there is none", Optional.of(LEAST));
        return name.equals(TROUBLE)
                ? Mono.error(new StageFailure(why))
                : Mono.just(new Outcome.Postponed<>(now.plusMillis(Long.parseLong(name)), why));
    }
}
