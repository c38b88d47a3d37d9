package dev.rushes.standalone;

import dev.rushes.gemini.fake.FakeGemini;
import dev.rushes.gemini.fake.FakeSettings;
import dev.rushes.gemini.fake.quota.Quota;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rushes fake-gemini}: a fake of Gemini, in the foreground. */
@Command(
        name = "fake-gemini",
        mixinStandardHelpOptions = true,
        description = {
            "Start a fake of Gemini until Ctrl-C: it answers as the real one is documented to, without a key, money or network, and says of films what the local analyzers find in them.",
            "POST /__fake/scenario makes it misbehave, GET /__fake/requests tells what it was asked; docs/gemini.md has examples."
        })
final class FakeGeminiCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8090",
            description = "HTTP port on 127.0.0.1; 0 takes a free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--rpm",
            paramLabel = "N",
            defaultValue = "0",
            description = "Calls of each model in a minute; more are answered with 429. Default: no limit")
    private long requestsPerMinute;

    @Option(
            names = "--tpm",
            paramLabel = "N",
            defaultValue = "0",
            description = "Tokens of each model in a minute; more are answered with 429. Default: no limit")
    private long tokensPerMinute;

    @Override
    public Integer call() throws InterruptedException {
        Logs.none();
        Terminal terminal = Terminal.ofSystem();
        FakeSettings settings = FakeSettings.with(Clock.systemUTC())
                .with(new Quota(requestsPerMinute, tokensPerMinute, 0))
                .with(new LocalAnswers())
                .withStudio(new FakeFilm());
        try (FakeGemini fake = FakeGemini.start(settings, port)) {
            terminal.line("A fake of Gemini is at " + fake.address() + "; its key is " + FakeSettings.KEY
                    + ", which opens nothing else. In another terminal:");
            terminal.line("  GEMINI_API_KEY=" + FakeSettings.KEY + " RUSHES_GEMINI_BASE_URL=" + fake.address()
                    + " ./rushes up");
            terminal.line(
                    "  curl -T holiday.mp4 'http://127.0.0.1:8080/api/v1/uploads?filename=holiday.mp4&analyzer=gemini'");
            terminal.line("  ./rushes run --prompt 'A red kite over dunes'");
            terminal.line("Ctrl-C stops it.");
            new CountDownLatch(1).await();
            return 0;
        }
    }
}
