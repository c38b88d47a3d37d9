package dev.rushes.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rushes run FOOTAGE}: cuts one file and ends; {@code rushes run --prompt TEXT}: has one made. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description =
                "Cut a film of your own footage, or have one made from words. Exit code 0 only if the film was made.")
final class RunCommand extends Starting {
    @Parameters(paramLabel = "FOOTAGE", arity = "0..1", description = "A video or audio file.")
    private @Nullable Path footage;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "Instead of footage: what a model is to show. It costs money; see docs/gemini.md.")
    private @Nullable String prompt;

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            description =
                    "highlights (a film), analyze (what is known of the footage, and no film) or generate (what a model made, whole)."
                            + " Default: highlights; generate with --prompt")
    private @Nullable String recipe;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "Wanted length of the film, such as 20s or 1m30s; with --prompt that of the clip, 3s to 10s.")
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
            names = "--analyzer",
            paramLabel = "NAME",
            description = "Who looks at the footage: local, or gemini as well, which costs money; see docs/gemini.md."
                    + " Default: local")
    private @Nullable String analyzer;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "films",
            description = "Folder for the result. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("films");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = Terminal.ofSystem();
        Path file = footage;
        String words = prompt;
        if ((file == null) == (words == null)) {
            throw new UserError("Expected either a file or --prompt, but got " + (file == null ? "neither." : "both."));
        }
        if (file != null && (!Files.isRegularFile(file) || !Files.isReadable(file))) {
            throw new UserError("Expected a file that can be read, but there is none at " + file);
        }
        String usual = words == null ? "highlights" : "generate";
        JobWish wish = new JobWish(
                recipe == null ? usual : recipe,
                Optional.ofNullable(duration),
                format,
                height,
                Optional.ofNullable(analyzer));
        wish.check(words != null);
        Optional<String> running = DataFolder.runningAt(data());
        if (running.isPresent()) {
            terminal.line("Using the Rushes that runs at " + running.get());
            return make(terminal, running.get(), wish);
        }
        try (Lifetime lifetime = Lifetime.start(terminal, data(), 0)) {
            return make(terminal, lifetime.rushes().address(), wish);
        }
    }

    private int make(Terminal terminal, String address, JobWish wish) throws IOException, InterruptedException {
        JobRun run = new JobRun(terminal, new JobClient(address, Keys.find(data())));
        Path file = footage;
        return file == null ? run.make(String.valueOf(prompt), wish, out) : run.make(file, wish, out);
    }
}
