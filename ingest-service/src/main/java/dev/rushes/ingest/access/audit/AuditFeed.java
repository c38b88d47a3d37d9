package dev.rushes.ingest.access.audit;

import dev.rushes.runtime.kafka.AuditLog;
import dev.rushes.runtime.kafka.EventLog;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Feeds the trail from the log of the audit, from the start of the application to its end. */
public final class AuditFeed implements SmartLifecycle {
    /** Consumer group: an interface for operators, it never changes. */
    static final String GROUP = "rushes.audit-trail";

    private final AuditLog log;
    private final AuditTrail trail;
    private final AtomicReference<EventLog.@Nullable Reading> reading = new AtomicReference<>();

    public AuditFeed(AuditLog log, AuditTrail trail) {
        this.log = log;
        this.trail = trail;
    }

    @Override
    public void start() {
        reading.set(log.read(GROUP, trail::add));
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
