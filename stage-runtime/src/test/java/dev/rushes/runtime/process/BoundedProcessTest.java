package dev.rushes.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.runtime.process.ProcessEnd.Exited;
import dev.rushes.runtime.process.ProcessEnd.Finished;
import dev.rushes.runtime.process.ProcessEnd.NotStarted;
import dev.rushes.runtime.process.ProcessEnd.Signalled;
import dev.rushes.runtime.process.ProcessEnd.TimedOut;
import dev.rushes.runtime.process.ProcessEnd.Unreadable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class BoundedProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final OutputReader<String> TEXT =
            stdout -> new String(stdout.readAllBytes(), StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final BoundedProcess processes = new BoundedProcess(meters);

    @Test
    void givesTheOutputAndWhatWasUsed() {
        ProcessEnd<String> end = run("printf hello; echo careful >&2");

        assertThat(end).isInstanceOfSatisfying(Finished.class, finished -> {
            assertThat(finished.output()).isEqualTo("hello");
            assertThat(finished.usage().complaints()).isEqualTo("careful");
            assertThat(finished.usage().wall()).isPositive();
        });
    }

    @Test
    void tellsTheExitCode() {
        assertThat(run("echo no >&2; exit 3")).isInstanceOfSatisfying(Exited.class, exited -> assertThat(exited.code())
                .isEqualTo(3));
    }

    @Test
    void tellsProcessorTimeOfTheToolAndItsChildren() {
        ProcessEnd<String> end = run("sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'");

        assertThat(end.usage().cpu()).isPositive();
    }

    @Test
    void runsNothingUntilSubscribedAndAgainForEachSubscriber() {
        Mono<ProcessEnd<String>> lazy = processes.run(command("true", limits()), TEXT);
        assertThat(starts()).isZero();

        assertThat(wait(lazy)).isInstanceOf(Finished.class);
        assertThat(wait(lazy)).isInstanceOf(Finished.class);
        assertThat(starts()).isEqualTo(2);
    }

    @Test
    void saysThatAFolderIsMissingInsteadOfFailing() {
        ProcessCommand command = new ProcessCommand(
                "sh", "test", List.of("/bin/sh", "-c", "true"), folder.resolve("none"), Map.of(), limits());

        assertThat(wait(processes.run(command, TEXT))).isInstanceOf(NotStarted.class);
    }

    @Test
    void handsOverArgumentsAsTheyAre() {
        List<String> nasty = List.of("a b", "$(id)", "`id`", "; exit 9", "'", "\"", "*", "-n", "\\", "\n", "ä");
        var line = new java.util.ArrayList<>(List.of("/usr/bin/printf", "%s|"));
        line.addAll(nasty);
        ProcessCommand command = new ProcessCommand("printf", "test", line, folder, Map.of(), limits());

        ProcessEnd<String> end = wait(processes.run(command, TEXT));

        assertThat(end).isInstanceOfSatisfying(Finished.class, finished -> assertThat(finished.output())
                .isEqualTo(String.join("|", nasty) + "|"));
    }

    @Test
    void keepsSecretsOfThisProgramOutOfTheEnvironment() {
        ProcessCommand command =
                new ProcessCommand("env", "test", List.of("/usr/bin/env"), folder, Map.of("NEEDED", "yes"), limits());

        ProcessEnd<String> end = wait(processes.run(command, TEXT));

        assertThat(end).isInstanceOfSatisfying(Finished.class, finished -> assertThat(
                        finished.output().toString().lines().map(line -> line.replaceAll("=.*", "")))
                .containsExactlyInAnyOrder("PATH", "LC_ALL", "NEEDED", "PWD"));
    }

    @Test
    void setsTheLimitsOfTheKernel() {
        ProcessLimits limits = new ProcessLimits(
                PATIENCE, Duration.ofSeconds(7), DataSize.ofMegabytes(512), DataSize.ofMegabytes(1), 32);

        ProcessEnd<String> end = wait(processes.run(
                command("ulimit -S -t; ulimit -H -t; ulimit -v; ulimit -f; ulimit -n; ulimit -c", limits), TEXT));

        assertThat(end).isInstanceOfSatisfying(Finished.class, finished -> assertThat(finished.output())
                .isEqualTo("7\n12\n524288\n2048\n32\n0\n"));
    }

    @Test
    void stopsAProcessThatUsesTooMuchProcessorTime() {
        ProcessLimits limits = new ProcessLimits(
                PATIENCE, Duration.ofSeconds(1), DataSize.ofMegabytes(512), DataSize.ofMegabytes(1), 32);

        ProcessEnd<String> end = wait(processes.run(command("while :; do :; done", limits), TEXT));

        assertThat(end).isInstanceOfSatisfying(Signalled.class, signalled -> assertThat(signalled.signal())
                .isEqualTo(Signalled.SIGXCPU));
    }

    @Test
    void seesThroughAToolThatEndsInOrderAtTheLimitOfProcessorTime() {
        ProcessLimits limits = new ProcessLimits(
                PATIENCE, Duration.ofSeconds(1), DataSize.ofMegabytes(512), DataSize.ofMegabytes(1), 32);

        ProcessEnd<String> end =
                wait(processes.run(command("trap 'exit 255' XCPU; while :; do :; done", limits), TEXT));

        assertThat(end).isInstanceOfSatisfying(Signalled.class, signalled -> assertThat(signalled.signal())
                .isEqualTo(Signalled.SIGXCPU));
    }

    @Test
    void stopsAProcessThatWritesTooLargeAFile() {
        ProcessLimits limits = new ProcessLimits(
                PATIENCE, Duration.ofSeconds(10), DataSize.ofMegabytes(512), DataSize.ofKilobytes(64), 32);

        ProcessEnd<String> end =
                wait(processes.run(command("exec dd if=/dev/zero of=big bs=1k count=1000 2>/dev/null", limits), TEXT));

        assertThat(end).isInstanceOfSatisfying(Signalled.class, signalled -> assertThat(signalled.signal())
                .isEqualTo(Signalled.SIGXFSZ));
        assertThat(folder.resolve("big")).hasSize(64 * 1024);
    }

    @Test
    void killsWithAllItsOffspringAtTheTimeLimit() throws IOException {
        ProcessLimits limits = new ProcessLimits(
                Duration.ofMillis(500), Duration.ofSeconds(10), DataSize.ofMegabytes(512), DataSize.ofMegabytes(1), 32);

        ProcessEnd<String> end = wait(processes.run(command(FAMILY, limits), TEXT));

        assertThat(end).isInstanceOf(TimedOut.class);
        awaitGone(family());
    }

    @Test
    void killsWithAllItsOffspringWhenCancelled() throws Exception {
        CompletableFuture<Boolean> running = new CompletableFuture<>();
        Disposable subscription = processes
                .run(command(FAMILY, limits()), stdout -> {
                    String ready = new BufferedReader(new InputStreamReader(stdout, StandardCharsets.UTF_8)).readLine();
                    running.complete(true);
                    return String.valueOf(ready);
                })
                .subscribe();
        assertThat(running.get(20, TimeUnit.SECONDS)).isTrue();
        List<ProcessHandle> family = family();
        assertThat(family).hasSize(3).allMatch(ProcessHandle::isAlive);

        // On an event loop, where blocking is caught.
        var unused = Schedulers.parallel().schedule(subscription::dispose);

        awaitGone(family);
    }

    @Test
    void startsNothingWhenCancelledAtOnce() {
        for (int i = 0; i < 20; i++) {
            processes
                    .run(command("touch started-" + i + "; exec sleep 60", limits()), TEXT)
                    .subscribe()
                    .dispose();
        }
        // One more that is waited for: the earlier ones had their chance.
        assertThat(run("true")).isInstanceOf(Finished.class);
        assertThat(ProcessHandle.current()
                        .descendants()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains("sleep 60")))
                .allSatisfy(process -> assertThat(process.onExit()).succeedsWithin(PATIENCE));
    }

    @Test
    void killsTheProcessWhenItsOutputMakesNoSense() throws IOException {
        ProcessEnd<String> end = wait(processes.run(command(FAMILY, limits()), stdout -> {
            new BufferedReader(new InputStreamReader(stdout, StandardCharsets.UTF_8)).readLine();
            throw new IOException("not what was expected");
        }));

        assertThat(end).isInstanceOfSatisfying(Unreadable.class, unreadable -> assertThat(unreadable.cause())
                .hasMessage("not what was expected"));
        awaitGone(family());
    }

    @Test
    void blamesTheProcessAndNotTheReaderWhenOutputBreaksOff() {
        ProcessEnd<String> end = wait(processes.run(command("printf '{'; exit 1", limits()), stdout -> {
            byte[] all = stdout.readAllBytes();
            throw new IOException("broken off after " + all.length);
        }));

        assertThat(end).isInstanceOfSatisfying(Exited.class, exited -> assertThat(exited.code())
                .isEqualTo(1));
    }

    @Test
    void readsOnWhenTheReaderHasSeenEnough() {
        ProcessEnd<Integer> end =
                wait(processes.run(command("head -c 5000000 /dev/zero; exit 0", limits()), stdout -> stdout.read()));

        assertThat(end).isInstanceOfSatisfying(Finished.class, finished -> assertThat(finished.output())
                .isEqualTo(0));
    }

    @Test
    void keepsOnlyTheEndOfAFloodOfComplaints() {
        ProcessEnd<String> end = run("head -c 50000000 /dev/zero | tr '\\0' 'x' >&2; echo the end >&2");

        assertThat(end).isInstanceOf(Finished.class);
        assertThat(end.usage().complaints()).hasSizeLessThanOrEqualTo(8192).endsWith("xxthe end");
    }

    @Test
    void removesWhatCouldForgeALogOrATerminal() {
        ProcessEnd<String> end = run("printf 'a\\033[31mb\\rc\\000d\\342\\200\\256e' >&2");

        assertThat(end.usage().complaints()).isEqualTo("a[31mb\ncde");
    }

    @Test
    void survivesAToolThatPretendsToReportProcessorTime() {
        ProcessEnd<String> end = run("printf '\\nrushes-cpu\\n99m0.0s 0m0.0s\\n99m0.0s 0m0.0s\\n' >&2");

        assertThat(end.usage().cpu()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void runsManyAtATimeOnFewCores() {
        Duration sleepEach = Duration.ofMillis(300);

        List<ProcessEnd<String>> ends = Flux.fromStream(IntStream.range(0, 24).boxed())
                .flatMap(i -> processes.run(command("sleep 0.3; echo " + i, limits()), TEXT), 24)
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();

        assertThat(ends).hasSize(24).allSatisfy(end -> {
            assertThat(end).isInstanceOf(Finished.class);
            assertThat(end.usage().wall()).isGreaterThanOrEqualTo(sleepEach);
        });
    }

    @Test
    void diesWithTheJvmThatStartedIt() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeashedChild.class.getName(),
                        folder.toString(),
                        FAMILY)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("jvm.log").toFile())
                .start();
        try {
            CompletableFuture<List<ProcessHandle>> started = CompletableFuture.supplyAsync(() -> {
                while (jvm.isAlive()) {
                    if (Files.exists(folder.resolve("ready"))) {
                        return family();
                    }
                    LockSupport.parkNanos(2_000_000);
                }
                throw new IllegalStateException("Expected the child JVM to start its tool, but it ended");
            });
            List<ProcessHandle> family = started.get(60, TimeUnit.SECONDS);
            assertThat(family).hasSize(3).allMatch(ProcessHandle::isAlive);

            jvm.destroyForcibly();

            awaitGone(family);
        } finally {
            jvm.destroyForcibly();
        }
    }

    @Test
    void refusesArgumentsThatNoProgramCanGet() {
        assertThatThrownBy(() -> new ProcessCommand("sh", "test", List.of(), folder, Map.of(), limits()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ProcessCommand("sh", "test", List.of("a\0b"), folder, Map.of(), limits()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A tool with a child and a grandchild that ignore polite requests; each leaves its process id in a file. */
    private static final String FAMILY = """
            trap '' TERM INT HUP
            sh -c 'trap "" TERM INT HUP; sh -c "trap \\"\\" TERM INT HUP; echo \\$\\$ > pid-3; sleep 300" & echo $$ > pid-2; wait' &
            echo $$ > pid-1
            while [ ! -s pid-2 ] || [ ! -s pid-3 ]; do sleep 0.05; done
            touch ready
            echo ready
            wait
            """;

    private List<ProcessHandle> family() {
        return IntStream.rangeClosed(1, 3)
                .mapToObj(i -> read(folder.resolve("pid-" + i)))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private static void awaitGone(List<ProcessHandle> family) {
        for (ProcessHandle member : family) {
            assertThat(member.onExit()).succeedsWithin(PATIENCE);
        }
    }

    private ProcessEnd<String> run(String script) {
        return wait(processes.run(command(script, limits()), TEXT));
    }

    private ProcessCommand command(String script, ProcessLimits limits) {
        return new ProcessCommand("sh", "test", List.of("/bin/sh", "-c", script), folder, Map.of(), limits);
    }

    private static ProcessLimits limits() {
        return new ProcessLimits(PATIENCE, PATIENCE, DataSize.ofGigabytes(1), DataSize.ofMegabytes(10), 64);
    }

    private double starts() {
        return meters.counter(BoundedProcess.STARTS, "tool", "sh").count();
    }

    private static <T> T wait(Mono<T> mono) {
        return mono.blockOptional(PATIENCE.multipliedBy(2)).orElseThrow();
    }
}
