package dev.rushes.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged program as a process of its own, started, killed and asked as a user would. */
final class RushesProcess implements AutoCloseable {
    private static final Pattern UP = Pattern.compile("Up in [0-9.]+ s at (http://\\S+)");
    private static final Duration START = Duration.ofMinutes(2);

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> address = new CompletableFuture<>();

    private RushesProcess(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /** Runs {@code rushes} with these arguments in a folder. */
    static RushesProcess start(Path folder, String... arguments) throws IOException {
        return start(folder, Map.of(), arguments);
    }

    /** Runs {@code rushes} with these arguments in a folder, with more variables in its environment. */
    static RushesProcess start(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                // A test that runs in the background inherits an ignored Ctrl-C; the program at a terminal does not.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:TieredStopAtLevel=1",
                // As ./rushes does: the first server to end writes down its classes; all later programs start faster.
                "-XX:" + (arguments[0].equals("up") ? "+" : "-") + "AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + Path.of("target/journeys.jsa").toAbsolutePath(),
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Drushes.registry.home="
                        + Path.of("../embedded/target/registry").toRealPath(),
                "-jar",
                Path.of("target/rushes.jar").toRealPath().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new RushesProcess(builder.start());
    }

    /** Everything up on a data folder and a free port, ready to take jobs. */
    static RushesProcess up(Path data) throws Exception {
        return up(data, Map.of());
    }

    /** Everything up, with more variables in the environment. */
    static RushesProcess up(Path data, Map<String, String> environment) throws Exception {
        return up(data, 0, environment);
    }

    /** Everything up on a port of one's own. */
    static RushesProcess up(Path data, int port, Map<String, String> environment) throws Exception {
        Path folder = Objects.requireNonNull(data.toAbsolutePath().getParent());
        RushesProcess rushes =
                start(folder, environment, "up", "--port", Integer.toString(port), "--data", data.toString());
        if (rushes.address().isEmpty()) {
            throw new AssertionError("Expected an address");
        }
        return rushes;
    }

    /** Address of the API; waits until it is up. */
    String address() throws Exception {
        try {
            return address.get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError("Expected Rushes to come up, but it printed:\n" + String.join("\n", lines), e);
        }
    }

    /** Address of the API, or nothing before it is up. */
    String addressOrEmpty() {
        return address.getNow("");
    }

    JobClient client() throws Exception {
        return new JobClient(address(), Optional.empty());
    }

    /** An address of the infrastructure, as printed for people: "Kafka" or "Registry". */
    String printed(String name) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElseThrow();
    }

    /** What it has printed. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    long pid() {
        return process.pid();
    }

    int exitCode(Duration wait) throws InterruptedException {
        if (!process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("Expected the program to end, but it printed:\n" + String.join("\n", lines));
        }
        return process.exitValue();
    }

    /** {@code kill -9}: no chance to tidy up. */
    void killHard() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ctrl-C. */
    int interrupt() throws Exception {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        return exitCode(Duration.ofSeconds(60));
    }

    @Override
    public void close() throws Exception {
        if (process.isAlive()) {
            process.destroy();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            reader.lines().forEach(line -> {
                lines.add(line);
                Matcher matcher = UP.matcher(line);
                if (matcher.find()) {
                    address.complete(matcher.group(1));
                }
            });
        } catch (IOException | java.io.UncheckedIOException e) {
            lines.add("(output ended: " + e.getMessage() + ")");
        }
        address.completeExceptionally(new IllegalStateException("the program ended"));
    }

    /** Lines of its log that hold a text. */
    static List<String> logLines(Path data, String text) throws IOException {
        Path log = data.resolve("logs/rushes.log");
        try (var all = Files.lines(log)) {
            return all.filter(line -> line.contains(text)).toList();
        }
    }

    /** Processes of this machine whose command line holds a text: leftovers of a run. */
    static List<String> processesWith(String text) {
        return ProcessHandle.allProcesses()
                .map(handle -> handle.info().commandLine().orElse(""))
                .filter(line -> line.contains(text))
                .toList();
    }
}
