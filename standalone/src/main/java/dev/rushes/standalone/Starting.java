package dev.rushes.standalone;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** A command that starts everything on a folder of data. */
abstract class Starting implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "rushes-data",
            description = "Folder that keeps everything. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of("rushes-data");

    final Path data() {
        return data;
    }
}
