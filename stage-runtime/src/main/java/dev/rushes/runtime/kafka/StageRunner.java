package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.StageEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Starts and drains the stages with the application: first what other instances say, then the records. On stop the sources keep
 * polling until the work is done or interrupted, then they commit and leave their groups.
 */
final class StageRunner implements SmartLifecycle {
    /** After the topics, before the web server. */
    static final int PHASE = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(StageRunner.class);
    private static final Duration OLD_NEWS = Duration.ofSeconds(20);
    private static final Duration LEAVING = Duration.ofSeconds(10);
    private static final int MOST_SOURCES = 16;

    private final List<StageEngine<?, ?>> engines;
    private final Map<String, StageSource> sources;
    private final ControlListener control;
    private final LeaseListener leases;
    private final Duration grace;
    private volatile boolean running;

    /** @param sources one for each topic that is read, by topic */
    StageRunner(
            List<StageEngine<?, ?>> engines,
            Map<String, StageSource> sources,
            ControlListener control,
            LeaseListener leases,
            Duration grace) {
        this.engines = List.copyOf(engines);
        this.sources = new TreeMap<>(sources);
        this.control = control;
        this.leases = leases;
        this.grace = grace;
    }

    @Override
    public void start() {
        if (!engines.isEmpty()) {
            learn(control.start(), "The commands of the last day");
            learn(leases.start(), "The leases of other instances");
            sources.values().forEach(StageSource::start);
            LOG.info("Running {}", engines.stream().map(StageEngine::stage).toList());
        }
        running = true;
    }

    private static void learn(CompletableFuture<Void> known, String what) {
        try {
            known.get(OLD_NEWS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("{} could not be read in {}; they follow as soon as they can", what, OLD_NEWS);
        }
    }

    @Override
    public void stop(Runnable callback) {
        Thread unused = Thread.ofVirtual().name("rushes-drain").start(() -> {
            try {
                stop();
            } finally {
                callback.run();
            }
        });
    }

    @Override
    public void stop() {
        if (!running) {
            return;
        }
        running = false;
        Mono.when(engines.stream().map(engine -> engine.drain(grace)).toList()).block();
        Flux.fromIterable(sources.values())
                .flatMap(
                        source -> Mono.<Void>fromRunnable(source::close).subscribeOn(Schedulers.boundedElastic()),
                        MOST_SOURCES)
                .then()
                .block(LEAVING.multipliedBy(2));
        control.close();
        leases.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** Age of the last poll of each topic; empty while stopped. */
    Map<String, Duration> pollAges() {
        Map<String, Duration> ages = new TreeMap<>();
        if (running) {
            sources.forEach((topic, source) -> ages.put(topic, source.pollAge()));
        }
        return ages;
    }
}
