package dev.rushes.benchmarks.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A child process that says on its standard output what it has to say, and ends in order when its standard input ends. Its errors go to a
 * log file.
 */
public final class Child implements AutoCloseable {
    private static final Duration GOODBYE = Duration.ofSeconds(60);
    private static final int CLOCK_TICKS_A_SECOND = 100;

    private final Process process;
    private final Path log;
    private final List<String> lines = new ArrayList<>();
    private final Thread listener;
    private boolean ended;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.listener = Thread.ofVirtual().start(this::listen);
    }

    /** Starts a program; {@code log} is appended to. */
    public static Child program(List<String> command, Path log) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new Child(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to start " + command.get(0) + ", but: " + e.getMessage(), e);
        }
    }

    /** Starts a Java program on this one's class path. All contenders get the same machine: heap, collector, compiler. */
    public static Child java(Class<?> main, List<String> arguments, Path log) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms1g",
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        String recording = System.getProperty("rushes.bench.jfr");
        if (recording != null && main.getSimpleName().startsWith("Contender")) {
            command.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + recording + "/"
                    + arguments.get(0) + ".jfr");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return program(command, log);
    }

    private void listen() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                said(line);
            }
        } catch (IOException e) {
            said("(" + e.getMessage() + ")");
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    private synchronized void said(String line) {
        lines.add(line);
        notifyAll();
    }

    /**
     * What the child said, or will say, after {@code word} and a space.
     *
     * @throws IllegalStateException if it does not say so in time
     */
    public synchronized String await(String word, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        int next = 0;
        while (true) {
            for (; next < lines.size(); next++) {
                String line = lines.get(next);
                if (line.equals(word) || line.startsWith(word + " ")) {
                    return line.substring(word.length()).strip();
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (ended || left <= 0) {
                throw new IllegalStateException("Expected the child to say " + word + " within " + patience
                        + ", but it " + (ended ? "ended" : "did not") + "; it said " + lines + "\n" + tailOfLog());
            }
            pause(left);
        }
    }

    /** Everything that the child has said after {@code word}; after its end, everything that it will ever say. */
    public synchronized List<String> all(String word) {
        return lines.stream()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length() + 1))
                .toList();
    }

    private void pause(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Expected to wait for a child, but the wait was interrupted", e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** User and system time so far, in seconds, to a hundredth. */
    public double cpuSeconds() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            // The name in brackets may hold spaces; behind it the fields are numbered from 3.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) CLOCK_TICKS_A_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException("Expected the CPU time of a child that lives, but it is gone", e);
        }
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    public void kill() {
        var unused = process.destroyForcibly();
    }

    /** @throws IllegalStateException if it does not end in time; then it is killed */
    public void awaitEnd(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
                throw new IllegalStateException(
                        "Expected the child to end within " + patience + ", but it did not\n" + tailOfLog());
            }
            listener.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Expected a child to end, but the wait was interrupted", e);
        }
    }

    private String tailOfLog() {
        try (Stream<String> all = Files.lines(log)) {
            List<String> list = all.toList();
            return String.join("\n", list.subList(Math.max(0, list.size() - 30), list.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** Ends the child in order. */
    @Override
    public void close() {
        if (process.isAlive()) {
            try {
                process.getOutputStream().close();
            } catch (IOException alreadyClosed) {
                terminate();
            }
        }
        awaitEnd(GOODBYE);
    }
}
