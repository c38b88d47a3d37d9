package dev.rushes.ingest.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The API in a process of its own, so that it can be killed. Kafka is in its memory, so jobs do not outlive it. */
final class TusProcess implements AutoCloseable {
    private static final String READY = "ready";

    private final Process process;
    final int port;

    private TusProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one and waits until it serves.
     *
     * @param jvm options of its Java
     */
    static TusProcess start(int port, List<String> jvm, Path folder, List<String> database, String... settings)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(jvm);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TusProcess.class.getName(),
                folder.toString(),
                Integer.toString(database.size())));
        command.addAll(database);
        command.add("server.port=" + port);
        command.addAll(List.of(settings));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        for (String line = said.readLine(); !READY.equals(line); line = said.readLine()) {
            if (line == null) {
                throw new IllegalStateException("Expected a server, but it said " + lines);
            }
            lines.add(line);
        }
        Thread.ofVirtual().start(() -> said.lines().forEach(_ -> {}));
        return new TusProcess(process, port);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Without a word of warning. */
    void kill() throws InterruptedException {
        int unused = process.destroyForcibly().waitFor();
    }

    /** What it has cost so far: seconds of the processor. */
    double cpuSeconds() {
        return process.info()
                .totalCpuDuration()
                .map(time -> time.toMillis() / 1000.0)
                .orElse(0.0);
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws InterruptedException {
        int database = Integer.parseInt(arguments[1]);
        List<String> settings = Arrays.asList(arguments).subList(2, arguments.length);
        var _ = ApiServer.run(
                Path.of(arguments[0]),
                settings.subList(0, database),
                Stream.concat(settings.stream().skip(database), Stream.of("logging.level.root=WARN"))
                        .toArray(String[]::new));
        System.out.println(READY);
        Thread.currentThread().join();
    }
}
