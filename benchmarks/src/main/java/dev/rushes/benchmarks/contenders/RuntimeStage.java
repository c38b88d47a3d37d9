package dev.rushes.benchmarks.contenders;

import dev.rushes.events.MediaStored;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.Stage;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.wire.StageDefinition;
import java.time.Duration;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;

/** The stage on our runtime, with everything that it promises, as a service would run it. */
final class RuntimeStage implements Contender {
    /** A stage whose records cost next to nothing: many at a time, and a window to match. */
    static final List<String> MOST = List.of("rushes.kafka.poll-records=500", "rushes.runtime.window-records=4000");

    /**
     * A record keeps its place until the broker has acknowledged its fact, some milliseconds: those that take no time themselves need more places.
     * Parallel Consumer gives each place a thread, and is slower with as many.
     */
    private static final int WITHOUT_WAITING = 1024;

    private final ConfigurableApplicationContext application;

    RuntimeStage(String bootstrapServers, Work work, List<String> settings) {
        int concurrency = work.pause().isZero() ? WITHOUT_WAITING : CONCURRENCY;
        StagePolicy policy = new StagePolicy(
                concurrency, JobOrder.ANY, 3, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(10));
        this.application = RuntimeContext.start(
                bootstrapServers,
                List.of(new StageDefinition<>(Decision.STAGE, new Split(work), new SplitWire(), policy)),
                settings);
    }

    @Override
    public void close() {
        application.close();
    }

    /** The decision is made where the record is written, once, as the peers make it. */
    private record Split(Work work) implements Stage<MediaStored, MediaStored> {
        @Override
        public Mono<Outcome<MediaStored>> handle(MediaStored footage, StageContext<MediaStored> job) {
            Mono<Outcome<MediaStored>> done = Mono.fromSupplier(() -> Outcome.done(footage));
            return work.none(footage) ? done : work.mono(footage).then(done);
        }
    }
}
