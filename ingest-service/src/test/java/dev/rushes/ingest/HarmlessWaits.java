package dev.rushes.ingest;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * What BlockHound takes for a wait and is none that matters.
 *
 * <p>Netty's buffer allocator takes a lock for a moment when threads compete for it, and its own list for BlockHound leaves this path out. On a
 * busy machine the watchdog then breaks a connection that is fine. The kernel's random numbers, which identifiers are made of, are read like a
 * file but never wait once the machine has started. A timer that
 * is not needed any more is taken out of its queue under a lock; Reactor's own list allows putting it in only. Jackson makes the reader of a class once, and threads that want it at that moment wait for it.
 */
public final class HarmlessWaits implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        var _ = builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$Magazine", "free")
                .allowBlockingCallsInside(
                        "io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "tryExpandMagazines")
                .allowBlockingCallsInside("sun.security.provider.NativePRNG$RandomIO", "readFully")
                .allowBlockingCallsInside(
                        "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "remove")
                .allowBlockingCallsInside(
                        "tools.jackson.databind.deser.DeserializerCache", "_createAndCacheValueDeserializer");
    }
}
