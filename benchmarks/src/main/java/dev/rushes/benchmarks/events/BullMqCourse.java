package dev.rushes.benchmarks.events;

import dev.rushes.benchmarks.broker.Bus;
import dev.rushes.benchmarks.broker.Tally;
import dev.rushes.benchmarks.contenders.Work;
import dev.rushes.benchmarks.machine.Child;
import dev.rushes.benchmarks.machine.Redis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** BullMQ on a Redis of its own: the worker parses, decides, and adds to the next queue. The backlog is written anew for each run. */
final class BullMqCourse implements Course, AutoCloseable {
    private static final Duration LOADING = Duration.ofMinutes(3);
    private static final Duration START = Duration.ofSeconds(30);
    private static final int CONCURRENCY = 50;

    private final Redis redis;
    private final Path script;
    private final Path folder;

    private BullMqCourse(Redis redis, Path script, Path folder) {
        this.redis = redis;
        this.script = script;
        this.folder = folder;
    }

    static BullMqCourse start(Path folder, Load load) {
        Path home = Path.of(System.getProperty("rushes.bench.home", "."));
        return new BullMqCourse(Redis.start(folder), home.resolve("bullmq/bullmq.mjs"), folder);
    }

    @Override
    public String label() {
        return "BullMQ on Redis";
    }

    @Override
    public String promise() {
        return "at least once, out of order, retried; AOF every second: an acknowledged job can be lost with the machine";
    }

    @Override
    public Lap run(Work work, Load load) {
        redis.flush();
        try (Child loader = node("load", Integer.toString(load.all()))) {
            String unused = loader.await("LOADED", LOADING);
        }
        Span span;
        try (Child worker = node(
                "work",
                Integer.toString(CONCURRENCY),
                Long.toString(work.pause().toMillis()))) {
            String unused = worker.await("READY", START);
            span = Span.watch(
                    new Span.Views(
                            () -> redis.length("bull:timeline:wait"),
                            worker::cpuSeconds,
                            redis::cpuSeconds,
                            worker::alive),
                    load,
                    load.all());
        }
        try (Child counter = node("tally", Integer.toString(load.all()))) {
            String[] found = counter.await("TALLY", LOADING).split(" ", -1);
            Tally tally = new Tally(Long.parseLong(found[0]), Long.parseLong(found[1]), Long.parseLong(found[2]), 0);
            return new Lap(span, tally, Long.parseLong(found[3]), 1);
        }
    }

    private Child node(String... arguments) {
        List<String> command =
                new java.util.ArrayList<>(List.of("node", script.toString(), Integer.toString(redis.port())));
        command.addAll(List.of(arguments));
        return Child.program(command, folder.resolve("bullmq.log"));
    }

    @Override
    public void close() {
        redis.close();
        Bus.pause(Duration.ofMillis(100));
    }
}
