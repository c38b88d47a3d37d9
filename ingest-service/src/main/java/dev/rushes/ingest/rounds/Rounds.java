package dev.rushes.ingest.rounds;

import java.time.Duration;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

/** Does something from the start of the application to its end, one round after the other; what falls due during a round is left out. */
public final class Rounds implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final String over;
    private final Duration first;
    private final Duration every;
    private final Supplier<? extends Publisher<?>> round;
    private final Disposable.Swap going = Disposables.swap();
    private volatile boolean running;

    /**
     * @param over what it is about, for the log
     * @param first wait for the first round
     * @param every time from the beginning of a round to that of the next
     * @param round must never fail: who does makes no further round
     */
    public Rounds(String over, Duration first, Duration every, Supplier<? extends Publisher<?>> round) {
        this.over = over;
        this.first = first;
        this.every = every;
        this.round = round;
    }

    @Override
    public void start() {
        running = true;
        boolean unused = going.update(Flux.interval(first, every)
                .onBackpressureDrop()
                .concatMap(_ -> round.get(), 1)
                .subscribe(_ -> {}, error -> LOG.error("Nobody looks after {} any more", over, error)));
    }

    @Override
    public void stop() {
        running = false;
        going.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
