package dev.rushes.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A child process that can not outlive this one. Its standard input is a pipe from here: a small watcher beside the child waits for the
 * pipe to end, which the kernel sees to even after {@code kill -9}, and then ends the child. The child has a session of its own, so
 * that Ctrl-C in the terminal reaches this process alone, which then ends everything in order.
 */
public final class LeashedProcess implements AutoCloseable {
    private static final String LEASH = """
            exec 3<&0
            (cat <&3; kill -TERM $$; n=0
             while kill -0 $$ && [ $n -lt 50 ]; do sleep 0.1; n=$((n+1)); done; kill -KILL $$) >/dev/null 2>&1 &
            exec "$@" </dev/null 3<&-
            """;
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final Process process;

    private LeashedProcess(Process process) {
        this.process = process;
    }

    /**
     * @param command program and arguments; never passed through a shell's parser
     * @param environment the child's whole environment
     * @param log where its output goes; replaced
     * @throws IOException if the program can't be started
     */
    public static LeashedProcess start(List<String> command, Map<String, String> environment, Path folder, Path log)
            throws IOException {
        List<String> leashed = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            leashed.add(SETSID.toString());
        }
        leashed.addAll(List.of("/bin/sh", "-c", LEASH, "rushes"));
        leashed.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(leashed)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new LeashedProcess(builder.start());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Process number of the child itself: whoever sends it signals hits nobody else. */
    public long pid() {
        return process.pid();
    }

    /** Waits until the child has ended; false if it has not by then. */
    public boolean waitFor(Duration longest) throws InterruptedException {
        return process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the child: politely first, after 5 seconds by force. Returns when it is gone. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(Duration.ofSeconds(8).toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
