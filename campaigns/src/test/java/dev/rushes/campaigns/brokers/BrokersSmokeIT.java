package dev.rushes.campaigns.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.campaigns.cluster.Services.Protocol;
import dev.rushes.campaigns.nemesis.FaultKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the campaign: real processes on loopback, so without faults of the network. */
class BrokersSmokeIT {
    private static final long SEED = 47;

    @Test
    void brokers_and_services_that_are_killed_lose_no_job_and_repeat_no_effect(@TempDir Path folder) throws Exception {
        CampaignSettings settings = new CampaignSettings(
                100,
                SEED,
                Duration.ofSeconds(10),
                Set.of(FaultKind.BROKER_KILL, FaultKind.SERVICE_KILL, FaultKind.JOIN_LEAVE),
                1,
                List.of(Protocol.CLASSIC),
                // The machine of a build does other things too; that poison leaves within a second is asked of
                // campaigns.
                Duration.ofSeconds(10),
                folder.resolve("run"));
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        boolean holds = new BrokersCampaign(settings, new PrintStream(said, true, StandardCharsets.UTF_8)).run();

        String report = said.toString(StandardCharsets.UTF_8);
        System.out.println(report);
        assertThat(holds).as(report).isTrue();
        assertThat(report).contains("broker-kill").contains("service-kill").contains("join-leave");
    }
}
