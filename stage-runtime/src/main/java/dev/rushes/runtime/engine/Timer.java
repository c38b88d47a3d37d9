package dev.rushes.runtime.engine;

import java.time.Duration;
import java.time.Instant;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** The clock and the alarm. A test moves both by hand. */
public interface Timer {

    /** What the clock on the wall says: for what is told to others. It may jump. */
    Instant now();

    /** A clock that never jumps, for how long something takes here; it means nothing to others. */
    Instant steady();

    /** Runs a short task once, at that time or a little later; at once if the time is past. */
    Disposable at(Instant when, Runnable task);

    /** What the clock on the wall will say, if it does not jump. */
    default Instant onTheWall(Instant steady) {
        Duration until = Duration.between(steady(), steady);
        return now().plus(until);
    }

    /** Completes after a while. */
    default Mono<Void> after(Duration wait) {
        return Mono.create(sink -> {
            var unused = sink.onDispose(at(now().plus(wait), sink::success));
        });
    }
}
