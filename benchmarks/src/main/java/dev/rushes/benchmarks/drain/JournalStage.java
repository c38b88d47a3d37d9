package dev.rushes.benchmarks.drain;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;

/** The child: a stage whose every beginning and end stand in a journal that outlives it. */
public final class JournalStage implements Stage<MediaStored, MediaStored> {
    private final Journal journal;
    private final Duration work;

    private JournalStage(Journal journal, Duration work) {
        this.journal = journal;
        this.work = work;
    }

    /** @param arguments brokers, journal, workers, milliseconds of work, milliseconds of grace */
    public static void main(String[] arguments) {
        StagePolicy policy = new StagePolicy(
                Integer.parseInt(arguments[2]),
                JobOrder.ANY,
                3,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(10));
        JournalStage stage =
                new JournalStage(new Journal(Path.of(arguments[1])), Duration.ofMillis(Long.parseLong(arguments[3])));
        try (ConfigurableApplicationContext unused = RuntimeContext.start(
                arguments[0],
                List.of(new StageDefinition<>(FlowStage.SPLIT, stage, new SplitWire(), policy)),
                List.of("rushes.runtime.drain=" + arguments[4] + "ms"))) {
            Leash.say("READY");
            Leash.awaitEnd();
        }
        System.exit(0);
    }

    @Override
    public Mono<Outcome<MediaStored>> handle(MediaStored footage, StageContext<MediaStored> job) {
        String id = job.ticket().jobId().toString();
        journal.write(Journal.BEGIN, id);
        return Mono.delay(work).map(slept -> {
            journal.write(Journal.END, id);
            return Outcome.done(footage);
        });
    }
}
