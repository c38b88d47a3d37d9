package dev.rushes.standalone;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** Keeps all of Rushes up for as long as a command needs it, and ends it in order, also on Ctrl-C. */
final class Lifetime implements AutoCloseable {
    private final Terminal terminal;
    private final RunningRushes rushes;
    private final Thread hook;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lifetime(Terminal terminal, RunningRushes rushes) {
        this.terminal = terminal;
        this.rushes = rushes;
        this.hook = Thread.ofPlatform().name("stop").unstarted(this::stop);
    }

    static Lifetime start(Terminal terminal, Path data, int port) {
        terminal.line("Starting Rushes (data in " + data + ") …");
        long begin = System.nanoTime();
        Logs.into(data);
        RunningRushes rushes = RunningRushes.start(data, port);
        Lifetime lifetime = new Lifetime(terminal, rushes);
        Runtime.getRuntime().addShutdownHook(lifetime.hook);
        terminal.line("Up in %.1f s at %s".formatted((System.nanoTime() - begin) / 1e9, rushes.address()));
        return lifetime;
    }

    RunningRushes rushes() {
        return rushes;
    }

    @Override
    public void close() {
        stop();
    }

    private void stop() {
        if (closed.compareAndSet(false, true)) {
            terminal.line("Stopping …");
            rushes.close();
            terminal.line("Stopped. Jobs that are not finished, if any, go on at the next start.");
        }
    }
}
