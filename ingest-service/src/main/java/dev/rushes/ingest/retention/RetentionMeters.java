package dev.rushes.ingest.retention;

import dev.rushes.ingest.retention.JobObjects.Taken;
import dev.rushes.ingest.retention.domain.Expiring;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** What retention counts. */
final class RetentionMeters {
    private final MeterRegistry registry;
    private final AtomicLong unfinished = new AtomicLong();
    private final AtomicLong orphans = new AtomicLong();
    private final AtomicLong asking = new AtomicLong();

    RetentionMeters(MeterRegistry registry) {
        this.registry = registry;
        gauge(RetentionMeter.UNFINISHED, unfinished);
        gauge(RetentionMeter.ORPHANS, orphans);
        gauge(RetentionMeter.ASKING, asking);
    }

    private void gauge(RetentionMeter meter, AtomicLong value) {
        Gauge _ = Gauge.builder(meter.meterName(), value, AtomicLong::get)
                .description(meter.description())
                .register(registry);
    }

    void unfinished(long jobs) {
        unfinished.set(jobs);
    }

    void orphans(long folders, boolean asked) {
        orphans.set(folders);
        asking.set(asked ? 1 : 0);
    }

    void expired(Expiring what) {
        Counter.builder(RetentionMeter.EXPIRED.meterName())
                .description(RetentionMeter.EXPIRED.description())
                .tag("what", what.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }

    void removed(Taken taken) {
        count(RetentionMeter.OBJECTS, taken.objects());
        count(RetentionMeter.REMOVED, taken.bytes());
    }

    void count(RetentionMeter meter, long times) {
        Counter.builder(meter.meterName())
                .description(meter.description())
                .baseUnit(meter.facts().unit().isEmpty() ? null : meter.facts().unit())
                .register(registry)
                .increment(times);
    }
}
