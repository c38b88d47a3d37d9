package dev.rushes.campaigns.stub;

import dev.rushes.runtime.observe.RuntimeMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.context.SmartLifecycle;

/** Writes the sums of the counters that a campaign looks at once a second and at the end, so that {@code kill -9} loses a second at most. */
final class MeterLog implements SmartLifecycle {
    static final List<RuntimeMeter> METERS = List.of(
            RuntimeMeter.RECEIVER_RESTARTS,
            RuntimeMeter.COMMIT_FAILURES,
            RuntimeMeter.SEND_FAILURES,
            RuntimeMeter.REPEATS,
            RuntimeMeter.RECEIVED);
    private static final long INTERVAL_MILLIS = 1_000;

    private final MeterRegistry registry;
    private final Path path;
    private final Thread thread =
            Thread.ofPlatform().name("campaign-meters").daemon().unstarted(this::run);
    private volatile boolean running;

    MeterLog(MeterRegistry registry, Path path) {
        this.registry = registry;
        this.path = path;
    }

    @Override
    public void start() {
        running = true;
        thread.start();
    }

    /** After everything else has stopped: its phase is the lowest. */
    @Override
    public void stop() {
        running = false;
        write();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    private void run() {
        while (running) {
            write();
            try {
                Thread.sleep(INTERVAL_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private synchronized void write() {
        String line = METERS.stream()
                .map(meter -> meter.meterName() + "=" + (long) sum(meter))
                .collect(Collectors.joining(" ", "", "\n"));
        try {
            Path unused = Files.writeString(path, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double sum(RuntimeMeter meter) {
        return registry.find(meter.meterName()).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
