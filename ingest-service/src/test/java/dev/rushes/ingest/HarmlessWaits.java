package dev.rushes.ingest;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * What BlockHound takes for a wait and is none that matters: a lock that its holder keeps for moments of computing, never while it waits itself.
 *
 * <ul>
 *   <li>Netty's buffer allocator takes one when threads compete for it, and its own list for BlockHound leaves this path out. On a busy machine the
 *       watchdog then breaks a connection that is fine.
 *   <li>The kernel's random numbers, which identifiers are made of, are read like a file but never wait once the machine has started.
 *   <li>A timer that is not needed any more is taken out of its queue under the lock under which it was put in. Reactor's own list has the putting in
 *       ({@code offer}) and leaves this out; timers of streams that are closed while others open compete for it.
 *   <li>Jackson makes the reader of a class once after the start, and whoever reads such a class at that very moment waits until it is made.
 * </ul>
 */
public final class HarmlessWaits implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        var _ = builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$Magazine", "free")
                .allowBlockingCallsInside(
                        "io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "tryExpandMagazines")
                .allowBlockingCallsInside("sun.security.provider.NativePRNG$RandomIO", "readFully")
                .allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "remove")
                .allowBlockingCallsInside(
                        "tools.jackson.databind.deser.DeserializerCache", "_createAndCacheValueDeserializer");
    }
}
