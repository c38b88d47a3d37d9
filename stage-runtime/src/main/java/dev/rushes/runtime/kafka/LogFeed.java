package dev.rushes.runtime.kafka;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps a reader of a log running from the start of the application to its end. */
public final class LogFeed implements StopsAside {
    private final Supplier<EventLog.Reading> begin;
    private final AtomicReference<EventLog.@Nullable Reading> reading = new AtomicReference<>();

    /** @param begin starts the reader; it is closed here */
    public LogFeed(Supplier<EventLog.Reading> begin) {
        this.begin = begin;
    }

    /** Records that it has not finished yet; 0 while it does not run. Never blocks. */
    public long lag() {
        EventLog.Reading running = reading.get();
        return running == null ? 0 : running.lag();
    }

    @Override
    public void start() {
        reading.set(begin.get());
    }

    @Override
    public void stop() {
        EventLog.Reading running = reading.getAndSet(null);
        if (running != null) {
            running.close();
        }
    }

    @Override
    public boolean isRunning() {
        return reading.get() != null;
    }
}
