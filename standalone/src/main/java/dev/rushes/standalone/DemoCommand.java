package dev.rushes.standalone;

import dev.rushes.media.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rushes demo}: makes sample footage and cuts it. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Start everything, make sample footage, cut it, and say where the film is. Stays up until Ctrl-C.")
final class DemoCommand extends Serving {
    private static final Duration FILM = Duration.ofSeconds(15);

    @Option(names = "--exit", description = "End when the film is made.")
    private boolean exit;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "films",
            description = "Folder for the film. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("films");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = Terminal.ofSystem();
        try (Lifetime lifetime = Lifetime.start(terminal, data(), port())) {
            Path footage = SampleFootage.make(lifetime.rushes().bean(Ffmpeg.class), data(), terminal);
            JobWish wish = new JobWish("highlights", Optional.of(FILM), "mp4", 720);
            int code = new JobRun(terminal, new JobClient(lifetime.rushes().address(), Keys.find(data())))
                    .make(footage, wish, out);
            if (!exit) {
                terminal.line("");
                terminal.line("Rushes stays up at " + lifetime.rushes().address()
                        + " : open it and drop a film of your own on it.");
                terminal.line("Ctrl-C stops everything.");
                new CountDownLatch(1).await();
            }
            return code;
        }
    }
}
