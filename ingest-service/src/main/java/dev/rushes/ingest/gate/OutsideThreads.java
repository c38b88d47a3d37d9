package dev.rushes.ingest.gate;

import reactor.netty.resources.LoopResources;

/**
 * Threads for connections to whatever others name: footage behind an address, endpoints of webhooks. Not those that serve requests, where a rush of
 * handshakes would stand before them; and no more than half of the processors, so that it does not take all of them.
 */
public final class OutsideThreads {
    /** For {@code HttpClient.runOn}; of the process, and made when they are first used. */
    public static final LoopResources LOOPS = LoopResources.create(
            "rushes-outside", Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

    private OutsideThreads() {}
}
