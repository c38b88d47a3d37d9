package dev.rushes.runtime.engine;

import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Tells who asks when an engine has nothing to do. Guarded by the engine's lock. */
final class IdleWatch {
    private static final Runnable NOBODY_WAITS = () -> {};

    private final List<Sinks.Empty<Void>> waiting = new ArrayList<>();

    /** @return tells those who wait, if nothing runs; to be run without the lock */
    Runnable signal(int running) {
        if (running > 0 || waiting.isEmpty()) {
            return NOBODY_WAITS;
        }
        List<Sinks.Empty<Void>> told = List.copyOf(waiting);
        waiting.clear();
        return () -> told.forEach(signal -> {
            Sinks.EmitResult unused = signal.tryEmitEmpty();
        });
    }

    /** Completes when nothing runs; at once if nothing does. */
    Mono<Void> when(int running) {
        if (running == 0) {
            return Mono.empty();
        }
        Sinks.Empty<Void> signal = Sinks.empty();
        waiting.add(signal);
        return signal.asMono();
    }
}
