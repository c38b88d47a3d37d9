package dev.rushes.runtime.process;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.util.unit.DataSize;

/** A JVM of its own that starts a tool and waits for it, so that a test can kill the JVM. */
final class LeashedChild {
    private LeashedChild() {}

    public static void main(String[] arguments) {
        Duration patience = Duration.ofMinutes(5);
        ProcessLimits limits =
                new ProcessLimits(patience, patience, DataSize.ofGigabytes(1), DataSize.ofMegabytes(1), 64);
        ProcessCommand command = new ProcessCommand(
                "sh", "test", List.of("/bin/sh", "-c", arguments[1]), Path.of(arguments[0]), Map.of(), limits);
        var unused = new BoundedProcess(new SimpleMeterRegistry())
                .run(command, OutputReader.discard())
                .block();
    }
}
