package dev.rushes.campaigns.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Runs short commands of the system. */
final class Shell {
    private Shell() {}

    /** @throws IllegalStateException if the command fails; the message has what it said */
    static void run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException("Expected \"" + String.join(" ", command)
                        + "\" to work, but it ended with " + code + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to run " + command[0] + ", but could not", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Expected " + command[0] + " to end, but the wait was interrupted", e);
        }
    }
}
