package dev.rushes.standalone;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that asks a Rushes which runs. */
abstract class Asking implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "rushes-data",
            description = "Data folder of the Rushes that runs on this machine. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of("rushes-data");

    @Option(names = "--server", paramLabel = "URL", description = "Another Rushes, such as https://rushes.example.com.")
    private @Nullable String server;

    JobClient client() {
        if (server != null) {
            return new JobClient(server, Keys.given(System.getenv()));
        }
        String address = DataFolder.runningAt(data)
                .orElseThrow(() -> new UserError("Expected a Rushes that runs on " + data
                        + ", but there is none. Start one with ./rushes up, or name one with --server."));
        return new JobClient(address, Keys.find(data));
    }
}
