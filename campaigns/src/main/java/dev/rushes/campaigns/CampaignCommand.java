package dev.rushes.campaigns;

import dev.rushes.campaigns.brokers.BrokersCampaign;
import dev.rushes.campaigns.brokers.CampaignSettings;
import dev.rushes.campaigns.cluster.Services.Protocol;
import dev.rushes.campaigns.nemesis.FaultKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The {@code campaigns/run} command. Exit codes: 0 every invariant holds, 1 one does not, 2 it could not be run. */
@Command(
        name = "campaigns/run",
        mixinStandardHelpOptions = true,
        subcommands = CampaignCommand.BrokersCommand.class,
        description = "Hurts Rushes and checks from outside what it did.")
public final class CampaignCommand {
    private CampaignCommand() {}

    public static void main(String... arguments) {
        // Poison is read here too, and lengths in it must not decide how much memory is asked for.
        String limit = Integer.toString(1 << 20);
        System.setProperty("org.apache.avro.limits.bytes.maxLength", limit);
        System.setProperty("org.apache.avro.limits.string.maxLength", limit);
        System.setProperty("org.apache.avro.limits.collectionItems.maxLength", "100000");
        System.exit(new CommandLine(new CampaignCommand())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("The campaign could not be run: " + failure.getMessage());
                    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
                        command.getErr().println("  because: " + cause);
                    }
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(arguments));
    }

    /** {@code brokers}. */
    @Command(
            name = "brokers",
            mixinStandardHelpOptions = true,
            description = "Three brokers and stub services as processes, with faults.")
    static final class BrokersCommand implements Callable<Integer> {
        @Option(names = "--jobs", defaultValue = "20000", description = "jobs in all (${DEFAULT-VALUE})")
        private int jobs;

        @Option(
                names = "--seed",
                defaultValue = "1",
                description = "what jobs and faults follow from (${DEFAULT-VALUE})")
        private long seed;

        @Option(
                names = "--minutes",
                defaultValue = "8",
                description = "time in which the jobs are asked for (${DEFAULT-VALUE})")
        private double minutes;

        @Option(
                names = "--faults",
                defaultValue = "all",
                description = "all, none, or a list such as broker-kill,service-pause (${DEFAULT-VALUE})")
        private String faults = "all";

        @Option(
                names = "--cycles",
                defaultValue = "12",
                description = "times that a guest joins and leaves under each protocol (${DEFAULT-VALUE})")
        private int cycles;

        @Option(
                names = "--protocols",
                defaultValue = "classic,consumer",
                description = "group protocols, one phase each (${DEFAULT-VALUE})")
        private String protocols = "classic,consumer";

        @Option(
                names = "--poison",
                defaultValue = "1000",
                description =
                        "milliseconds in which poison has to become a dead letter while nothing is done (${DEFAULT-VALUE})")
        private int poison;

        @Option(names = "--folder", required = true, description = "new folder for logs and evidence")
        private Path folder = Path.of(".");

        @Override
        public Integer call() throws Exception {
            if (Files.exists(folder)) {
                throw new IllegalArgumentException("Expected a new folder, but " + folder + " exists");
            }
            List<Protocol> phases = new ArrayList<>();
            for (String protocol : protocols.split(",")) {
                phases.add(Protocol.valueOf(protocol.toUpperCase(Locale.ROOT)));
            }
            CampaignSettings settings = new CampaignSettings(
                    jobs,
                    seed,
                    Duration.ofMillis((long) (minutes * 60_000)),
                    FaultKind.parse(faults),
                    cycles,
                    phases,
                    Duration.ofMillis(poison),
                    folder);
            return new BrokersCampaign(settings, System.out).run() ? 0 : 1;
        }
    }
}
