package dev.rushes.runtime.process;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The life of one process, from its start to the moment when it is gone and all its output is read.
 *
 * <p>Its two pipes are read by platform threads: a virtual thread that waits for a pipe keeps its carrier (file streams do not yield), and
 * a handful of tools would then stop every virtual thread of the JVM.
 */
final class RunningProcess<T> {
    private static final Duration KILL_GRACE = Duration.ofSeconds(1);
    /** Shells report the signal that ended a command as 128 + number. ffmpeg's own codes lie above 160. */
    private static final int SIGNAL_BASE = 128;

    private static final int LAST_SIGNAL = 31;

    /** Programs that handle SIGXCPU and end in order, as ffmpeg does, exit with this. */
    private static final int ENDED_IN_ORDER = 255;

    private static final Scheduler BLOCKING = Schedulers.boundedElastic();

    private final ProcessCommand command;
    private final OutputReader<T> reader;
    private final Consumer<ProcessEnd<T>> onEnd;
    private final StderrTail tail = new StderrTail();
    private final CompletableFuture<T> output = new CompletableFuture<>();
    private final CompletableFuture<Void> complaints = new CompletableFuture<>();
    private final Disposable.Composite timers = Disposables.composite();
    private final long startedAt = System.nanoTime();
    private @Nullable Process process;
    private boolean killed;
    private volatile boolean timedOut;

    RunningProcess(ProcessCommand command, OutputReader<T> reader, Consumer<ProcessEnd<T>> onEnd) {
        this.command = command;
        this.reader = reader;
        this.onEnd = onEnd;
    }

    /** Starts the process; blocks for the few milliseconds that this takes. */
    void start() {
        Process started;
        try {
            started = adopt();
        } catch (IOException | RuntimeException failure) {
            onEnd.accept(new ProcessEnd.NotStarted<>(failure));
            return;
        }
        if (started == null) {
            return;
        }
        thread("stdout", () -> readOutput(started.getInputStream()));
        thread("stderr", () -> readComplaints(started.getErrorStream()));
        later(this::timeOut, command.limits().wall());
        CompletableFuture<Process> exit = started.onExit();
        var unused = CompletableFuture.allOf(exit, output.handle((value, failure) -> true), complaints)
                .whenCompleteAsync((ignored, failure) -> end(started.exitValue()), task -> {
                    var scheduled = BLOCKING.schedule(task);
                });
    }

    /** Kills the process and everything in its group. Safe to call at any time, from any thread, and again. */
    void kill() {
        Process target;
        synchronized (this) {
            killed = true;
            target = process;
        }
        if (target == null) {
            return;
        }
        dropLeash(target);
        if (target.isAlive()) {
            later(() -> force(target), KILL_GRACE);
        }
    }

    /** Starts the process, unless it was killed before. Killing waits for this, so that no process can slip through between the two. */
    private synchronized @Nullable Process adopt() throws IOException {
        if (killed) {
            return null;
        }
        process = Leash.around(command).start();
        return process;
    }

    private void timeOut() {
        timedOut = true;
        kill();
    }

    private static void dropLeash(Process target) {
        try (OutputStream leash = target.getOutputStream()) {
            leash.flush();
        } catch (IOException ignored) {
            // The other end is gone already, which is what was wanted.
        }
    }

    /** The last resort, for a shell that was stopped or killed from outside: the leash alone can't be relied on then. */
    private void force(Process target) {
        target.descendants().forEach(ProcessHandle::destroyForcibly);
        target.destroyForcibly();
        output.completeExceptionally(new IOException("Expected the output to end, but the process had to be killed"));
        complaints.complete(null);
    }

    private void readOutput(InputStream stdout) {
        boolean[] ended = {false};
        try (InputStream in = new EndAware(stdout, ended)) {
            T result = reader.read(in);
            in.transferTo(OutputStream.nullOutputStream());
            output.complete(result);
        } catch (Throwable failure) {
            output.completeExceptionally(failure);
            // At the end of the output the process is about to exit, and its exit code may explain the failure.
            if (!ended[0]) {
                kill();
            }
        }
    }

    private void readComplaints(InputStream stderr) {
        try (stderr) {
            tail.drain(stderr);
        } catch (IOException ignored) {
            // What was read until now is all there is to tell.
        } finally {
            complaints.complete(null);
        }
    }

    private void end(int code) {
        timers.dispose();
        Process ended = Objects.requireNonNull(process);
        dropLeash(ended);
        Duration wall = Duration.ofNanos(System.nanoTime() - startedAt);
        onEnd.accept(describe(code, new ProcessUsage(wall, tail.cpu(), tail.complaints())));
    }

    private ProcessEnd<T> describe(int code, ProcessUsage usage) {
        if (timedOut) {
            return new ProcessEnd.TimedOut<>(command.limits().wall(), usage);
        }
        boolean readerKilledIt;
        synchronized (this) {
            readerKilledIt = killed;
        }
        if (output.isCompletedExceptionally() && (code == 0 || readerKilledIt)) {
            return new ProcessEnd.Unreadable<>(output.exceptionNow(), usage);
        }
        if (code == 0) {
            return new ProcessEnd.Finished<>(output.resultNow(), usage);
        }
        if (code == ENDED_IN_ORDER && isAtCpuLimit(usage.cpu())) {
            return new ProcessEnd.Signalled<>(ProcessEnd.Signalled.SIGXCPU, usage);
        }
        return code > SIGNAL_BASE && code <= SIGNAL_BASE + LAST_SIGNAL
                ? new ProcessEnd.Signalled<>(code - SIGNAL_BASE, usage)
                : new ProcessEnd.Exited<>(code, usage);
    }

    /** The kernel counts ticks for the limit and nanoseconds for the report; they differ by some percent. */
    private boolean isAtCpuLimit(Duration cpu) {
        return cpu.multipliedBy(10).compareTo(command.limits().cpu().multipliedBy(8)) >= 0;
    }

    private void later(Runnable task, Duration delay) {
        var unused = timers.add(BLOCKING.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void thread(String stream, Runnable task) {
        var unused =
                Thread.ofPlatform().daemon().name(command.tool() + "-" + stream).start(task);
    }

    /** Notes when the end of a stream was seen. */
    private static final class EndAware extends FilterInputStream {
        private final boolean[] ended;

        EndAware(InputStream in, boolean[] ended) {
            super(in);
            this.ended = ended;
        }

        @Override
        public int read() throws IOException {
            return note(super.read());
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return note(super.read(buffer, offset, length));
        }

        private int note(int result) {
            ended[0] |= result < 0;
            return result;
        }
    }
}
