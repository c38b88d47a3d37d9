package dev.rushes.runtime.engine;

import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Tells who asks when an engine has nothing to do. Between the end of a try and the pick that follows the engine is not idle. Guarded by the
 * engine's lock.
 */
final class IdleWatch {
    private final List<Sinks.Empty<Void>> waiting = new ArrayList<>();
    private int handovers;

    /** A try has ended; what follows from it is still to be picked. */
    void handover() {
        handovers++;
    }

    /**
     * The pick that followed has been made.
     *
     * @return tells those who wait, if nothing runs; to be run without the lock
     */
    Runnable handedOver(int running) {
        handovers--;
        if (running > 0 || handovers > 0) {
            return () -> {};
        }
        List<Sinks.Empty<Void>> told = List.copyOf(waiting);
        waiting.clear();
        return () -> told.forEach(signal -> {
            Sinks.EmitResult unused = signal.tryEmitEmpty();
        });
    }

    /** Completes when nothing runs; at once if nothing does. */
    Mono<Void> when(int running) {
        if (running == 0 && handovers == 0) {
            return Mono.empty();
        }
        Sinks.Empty<Void> signal = Sinks.empty();
        waiting.add(signal);
        return signal.asMono();
    }
}
