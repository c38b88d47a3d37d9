package dev.rushes.standalone;

import dev.rushes.ingest.access.AccessMode;
import dev.rushes.ingest.access.AccessSettings;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** {@code rushes up}: everything up, in the foreground. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Start everything and keep it running until Ctrl-C. Data is kept between runs.")
final class UpCommand extends Serving {
    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = Terminal.ofSystem();
        try (Lifetime lifetime = Lifetime.start(terminal, data(), port())) {
            terminal.line("");
            String address = lifetime.rushes().address();
            AccessMode mode = lifetime.rushes().bean(AccessSettings.class).mode();
            terminal.line("Open " + address + " and drop a film on it, or:");
            terminal.line("  curl " + (mode == AccessMode.NONE ? "" : "-H \"Authorization: Bearer $KEY\" ")
                    + "-T holiday.mp4 '" + address + "/api/v1/uploads?filename=holiday.mp4'");
            if (mode == AccessMode.API_KEY) {
                terminal.line("Keys are asked for. Make one for uploads, with the first operator's key in "
                        + data().resolve(Keys.FIRST) + ":");
                terminal.line("  ./rushes keys create --tenant default --data " + data());
            }
            lifetime.rushes().addresses().entrySet().stream()
                    .sorted(java.util.Map.Entry.comparingByKey())
                    .forEach(entry -> terminal.line("  %-9s %s".formatted(entry.getKey(), entry.getValue())));
            terminal.line("Ctrl-C stops everything.");
            new CountDownLatch(1).await();
            return 0;
        }
    }
}
