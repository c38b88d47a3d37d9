package dev.rushes.runtime.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Wraps a command into a constant shell script that sets the limits and holds the leash.
 *
 * <pre>
 *   this JVM ──stdin pipe──▶ sh (session of its own; waits, then tells the processor time)
 *                             ├── setsid tool …   (process group of its own, limits set, stdin is /dev/null)
 *                             └── read            (blocks on the pipe; at its end kills the tool's whole group)
 * </pre>
 *
 * The pipe ends when this JVM closes it (cancel, timeout) or dies, even by SIGKILL: so there is one way of killing for all cases, and it
 * needs no process id in Java that might have been reused. Nobody ever writes to the pipe.
 *
 * <p>Nothing can be injected: the script is a constant, the command arrives as positional parameters and is only ever expanded as
 * {@code "$@"}. A {@code ulimit} that fails can only mean that a lower hard limit is in force already, since lowering is always allowed.
 */
final class Leash {
    /** Precedes the processor times that the shell appends to standard error. */
    static final String CPU_MARK = "\nrushes-cpu\n";

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final long BLOCK = 512;
    private static final long CPU_GRACE_SECONDS = 5;

    private static final String SCRIPT = """
            exec 3<&0
            {
              { ulimit -S -t "$1" || :; ulimit -H -t "$2" || :; ulimit -v "$3" || :
                ulimit -f "$4" || :; ulimit -n "$5" || :; ulimit -c 0 || :; } 2>/dev/null
              shift 5
              exec setsid "$@"
            } </dev/null 3<&- &
            tool=$!
            {
              exec >/dev/null 2>&1
              read -r end <&3
              kill -KILL -"$tool" || kill -KILL "$tool"
            } &
            leash=$!
            exec >/dev/null 3<&-
            { wait "$tool"; status=$?
              kill -KILL -"$tool"
              kill -KILL "$leash"; wait "$leash"; } 2>/dev/null
            printf '\\nrushes-cpu\\n' >&2
            times >&2
            exit "$status"
            """;

    private Leash() {}

    static ProcessBuilder around(ProcessCommand command) {
        ProcessLimits limits = command.limits();
        long cpu = Math.max(1, limits.cpu().plus(Duration.ofMillis(999)).toSeconds());
        List<String> line = new ArrayList<>(List.of("setsid", "/bin/sh", "-c", SCRIPT, "leash"));
        line.add(Long.toString(cpu));
        line.add(Long.toString(cpu + CPU_GRACE_SECONDS));
        line.add(Long.toString(limits.addressSpace().toKilobytes()));
        line.add(Long.toString(Math.ceilDiv(limits.fileSize().toBytes(), BLOCK)));
        line.add(Integer.toString(limits.openFiles()));
        line.addAll(command.arguments());

        ProcessBuilder builder =
                new ProcessBuilder(line).directory(command.folder().toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", PATH);
        environment.put("LC_ALL", "C");
        environment.putAll(command.environment());
        return builder;
    }
}
