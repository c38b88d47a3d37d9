package dev.rushes.media.testkit;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * What BlockHound takes for a wait and is none that matters: when a connection to S3 is closed for good, Amazon's client waits on Netty's global
 * executor for its pools to close. Nothing of ours runs there.
 */
public final class HarmlessWaits implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        var _ = builder.allowBlockingCallsInside(
                "software.amazon.awssdk.http.nio.netty.internal.BetterSimpleChannelPool", "close");
    }
}
