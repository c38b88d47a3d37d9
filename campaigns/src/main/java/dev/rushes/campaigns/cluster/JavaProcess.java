package dev.rushes.campaigns.cluster;

import dev.rushes.embedded.LeashedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Java program as a child process that signals can be sent to. */
final class JavaProcess {
    private static final String READY = "ready";
    private static final Duration LOOK = Duration.ofMillis(100);

    private final String name;
    private final LeashedProcess process;
    private final Path log;

    private JavaProcess(String name, LeashedProcess process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * @param node where it runs
     * @param options of the virtual machine
     * @param main class with the {@code main} method, on this process's own class path
     * @param log where its output goes; replaced
     */
    static JavaProcess start(Network.Node node, List<String> options, Class<?> main, List<String> arguments, Path log) {
        List<String> command = new ArrayList<>(node.prefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Path folder = log.toAbsolutePath().resolveSibling("").normalize();
        try {
            Files.createDirectories(folder);
            Map<String, String> environment = Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "HOSTNAME", node.name());
            return new JavaProcess(node.name(), LeashedProcess.start(command, environment, folder, log), log);
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to start " + node.name() + ", but could not", e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** @throws IllegalStateException if it ends or is not ready in time */
    void awaitReady(Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        try {
            while (!Files.readString(log).contains("\n" + READY)
                    && !Files.readString(log).startsWith(READY)) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IllegalStateException("Expected " + name + " to get ready within " + longest + ", but it "
                            + (process.isAlive() ? "did not" : "ended") + "; its log is " + log);
                }
                Thread.sleep(LOOK);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Expected " + name + " to get ready, but the wait was interrupted", e);
        }
    }

    /** {@code kill -9}; returns when it is gone. */
    void kill() {
        signal("KILL");
        boolean unused = awaitEnd(Duration.ofSeconds(10));
    }

    void stop() {
        signal("STOP");
    }

    void goOn() {
        signal("CONT");
    }

    /** {@code SIGTERM}, and after the patience {@code kill -9}; whether it ended by itself. */
    boolean end(Duration patience) {
        signal("TERM");
        if (awaitEnd(patience)) {
            return true;
        }
        kill();
        return false;
    }

    private boolean awaitEnd(Duration longest) {
        try {
            return process.waitFor(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void signal(String name) {
        if (process.isAlive()) {
            Shell.run("/bin/kill", "-" + name, Long.toString(process.pid()));
        }
    }
}
