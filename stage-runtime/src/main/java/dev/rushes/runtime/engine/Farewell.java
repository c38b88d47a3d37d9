package dev.rushes.runtime.engine;

import dev.rushes.flow.FlowStage;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Brings the work of an engine to its end that takes up nothing new: what runs may finish, then is interrupted, then is cut off. */
final class Farewell<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);
    private static final Duration TIME_TO_SETTLE = Duration.ofSeconds(5);

    private final FlowStage stage;
    private final Timer timer;
    private final Supplier<List<Running<I, O>>> running;
    private final Mono<Void> idle;
    private final Consumer<Running<I, O>> abandon;

    /**
     * @param running what runs now
     * @param idle completes when nothing runs
     * @param abandon cuts work off that does not even end when it is interrupted
     */
    Farewell(
            FlowStage stage,
            Timer timer,
            Supplier<List<Running<I, O>>> running,
            Mono<Void> idle,
            Consumer<Running<I, O>> abandon) {
        this.stage = stage;
        this.timer = timer;
        this.running = running;
        this.idle = idle;
        this.abandon = abandon;
    }

    /**
     * Waits for the end of the work.
     *
     * @param grace after this, what runs is interrupted
     */
    Mono<Void> within(Duration grace) {
        return idle.timeout(timer.after(grace), Mono.defer(() -> {
            interrupt();
            return idle.timeout(timer.after(TIME_TO_SETTLE), Mono.fromRunnable(this::abandon));
        }));
    }

    private void interrupt() {
        List<Running<I, O>> all = running.get();
        LOG.info("{} records of the {} stage are interrupted by the shutdown", all.size(), stage.label());
        all.forEach(work -> work.attempt().stop(Attempt.Stop.SHUTDOWN));
    }

    private void abandon() {
        List<Running<I, O>> all = running.get();
        LOG.warn("{} records of the {} stage are left to their next delivery", all.size(), stage.label());
        all.forEach(abandon);
    }
}
