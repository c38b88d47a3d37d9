package dev.rushes.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rushes run FOOTAGE}: cuts one file and ends. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Cut a film of your own footage. Exit code 0 only if the film was made.")
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FOOTAGE", description = "A video or audio file.")
    private Path footage = Path.of("");

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            defaultValue = "highlights",
            description = "highlights (a film) or analyze (the timeline only). Default: ${DEFAULT-VALUE}")
    private String recipe = "highlights";

    @Option(names = "--duration", paramLabel = "TIME", description = "Wanted length of the film, such as 20s or 1m30s.")
    private @Nullable Duration duration;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            defaultValue = "mp4",
            description = "mp4, webm or gif. Default: ${DEFAULT-VALUE}")
    private String format = "mp4";

    @Option(
            names = "--height",
            paramLabel = "LINES",
            defaultValue = "720",
            description = "1080, 720 or 480; footage is never scaled up. Default: ${DEFAULT-VALUE}")
    private int height;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "films",
            description = "Folder for the result. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("films");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "rushes-data",
            description = "Folder that keeps everything. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of("rushes-data");

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.isRegularFile(footage) || !Files.isReadable(footage)) {
            throw new UserError("Expected a file that can be read, but there is none at " + footage);
        }
        Terminal terminal = Terminal.ofSystem();
        JobWish wish = new JobWish(recipe, Optional.ofNullable(duration), format, height);
        wish.check();
        Optional<String> running = DataFolder.runningAt(data);
        if (running.isPresent()) {
            terminal.line("Using the Rushes that runs at " + running.get());
            return new JobRun(terminal, new JobClient(running.get(), Keys.find(data))).make(footage, wish, out);
        }
        try (Lifetime lifetime = Lifetime.start(terminal, data, 0)) {
            return new JobRun(terminal, new JobClient(lifetime.rushes().address(), Keys.find(data)))
                    .make(footage, wish, out);
        }
    }
}
