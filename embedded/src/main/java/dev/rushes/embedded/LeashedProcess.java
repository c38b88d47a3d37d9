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
            tenths=$1
            shift
            (cat <&3; kill -TERM $$; n=0
             while kill -0 $$ && [ $n -lt $tenths ]; do sleep 0.1; n=$((n+1)); done; kill -KILL $$) >/dev/null 2>&1 &
            exec "$@" </dev/null 3<&-
            """;
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    /** Beyond the child's own time to end: the leash is the one that ends it, this process only if the leash is gone too. */
    private static final Duration LEASH_IS_GONE = Duration.ofSeconds(3);

    private final Process process;
    private final Duration patience;

    private LeashedProcess(Process process, Duration patience) {
        this.process = process;
        this.patience = patience;
    }

    /** As {@link #start(List, Map, Path, Path, Duration)}, for a child that ends within 5 seconds when asked to. */
    public static LeashedProcess start(List<String> command, Map<String, String> environment, Path folder, Path log)
            throws IOException {
        return start(command, environment, folder, log, Duration.ofSeconds(5));
    }

    /**
     * @param command program and arguments; never passed through a shell's parser
     * @param environment the child's whole environment
     * @param log where its output goes; replaced
     * @param patience how long it may take to end when asked to, before it is ended by force; tenths of a second count
     * @throws IOException if the program can't be started
     */
    public static LeashedProcess start(
            List<String> command, Map<String, String> environment, Path folder, Path log, Duration patience)
            throws IOException {
        List<String> leashed = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            leashed.add(SETSID.toString());
        }
        leashed.addAll(List.of("/bin/sh", "-c", LEASH, "rushes", Long.toString(patience.toMillis() / 100)));
        leashed.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(leashed)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new LeashedProcess(builder.start(), patience);
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

    /** Ends the child: politely first, after its patience by force. Returns when it is gone. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(patience.plus(LEASH_IS_GONE).toMillis(), TimeUnit.MILLISECONDS)) {
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
