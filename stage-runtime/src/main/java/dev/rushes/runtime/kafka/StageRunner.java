package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.StageEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Starts and drains the stages with the application: first what other instances say and the standing orders, then the records. On stop the sources keep
 * polling until the work is done or interrupted, then they commit and leave their groups.
 */
final class StageRunner implements StopsAside {
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
    private final CompletableFuture<Void> standingOrders;
    private final Duration grace;
    private volatile boolean running;
    private volatile boolean reading;

    /**
     * What is learned before the first record is taken in.
     *
     * @param leases without what the others work on nothing is taken up, because it would be done twice
     * @param standingOrders completes when they are known; without them nothing is taken up, because a paused stage must not run
     */
    record News(ControlListener control, LeaseListener leases, CompletableFuture<Void> standingOrders) {}

    /** @param grace longest wait for running work at the end */
    StageRunner(Stages stages, News news, Duration grace) {
        this.engines = stages.engines();
        this.sources = stages.sources();
        this.control = news.control();
        this.leases = news.leases();
        this.standingOrders = news.standingOrders();
        this.grace = grace;
    }

    @Override
    public void start() {
        running = true;
        if (engines.isEmpty()) {
            return;
        }
        if (!known(control.start())) {
            LOG.warn("The commands of the last day could not be read in {}; they follow as soon as they can", OLD_NEWS);
        }
        CompletableFuture<Void> needed = CompletableFuture.allOf(standingOrders, leases.start());
        if (known(needed)) {
            startSources();
        } else {
            LOG.warn(
                    "The standing orders and the leases of other instances could not be read in {}; the stages start when they are known",
                    OLD_NEWS);
            CompletableFuture<Void> unused = needed.thenRun(this::startSources);
        }
    }

    private synchronized void startSources() {
        if (running) {
            sources.values().forEach(StageSource::start);
            reading = true;
            LOG.info("Running {}", engines.stream().map(StageEngine::stage).toList());
        }
    }

    private static boolean known(CompletableFuture<Void> news) {
        try {
            news.get(OLD_NEWS.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    @Override
    public void stop() {
        synchronized (this) {
            if (!running) {
                return;
            }
            running = false;
        }
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

    /** Whether the stages take records in: not before the standing orders are known, and not from the drain on. */
    boolean isReading() {
        return running && (reading || engines.isEmpty());
    }
}
