package dev.rushes.ingest.tus;

import java.util.UUID;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The right to record what comes in for one upload, for a while.
 *
 * <p>It ends when somebody else wants the upload, or has taken it because this instance was silent for too long. Whoever goes on writing then can
 * not record any more.
 */
final class Turn {
    private final UUID id;
    private final long fence;
    private final Sinks.One<End> end = Sinks.one();

    Turn(UUID id, long fence) {
        this.id = id;
        this.fence = fence;
    }

    UUID id() {
        return id;
    }

    /** Rises with every turn of an upload. */
    long fence() {
        return fence;
    }

    void end(End why) {
        var unused = end.tryEmitValue(why);
    }

    /** Why it ends; nothing until then. */
    Mono<End> ended() {
        return end.asMono();
    }
}
