package dev.rushes.ingest.tus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** What resumable uploads count. */
final class UploadMeters {
    private final MeterRegistry registry;
    private final AtomicLong open = new AtomicLong();
    private final AtomicLong openBytes = new AtomicLong();
    private final AtomicLong writers = new AtomicLong();
    private final Counter bytes;

    UploadMeters(MeterRegistry registry) {
        this.registry = registry;
        this.bytes = counter(UploadMeter.BYTES);
        gauge(UploadMeter.OPEN, open);
        gauge(UploadMeter.OPEN_BYTES, openBytes);
        gauge(UploadMeter.WRITERS, writers);
    }

    void received(int count) {
        bytes.increment(count);
    }

    void count(UploadMeter meter) {
        counter(meter).increment();
    }

    void open(long uploads, long held) {
        open.set(uploads);
        openBytes.set(held);
    }

    void writers(int now) {
        writers.set(now);
    }

    private Counter counter(UploadMeter meter) {
        return Counter.builder(meter.meterName())
                .description(meter.description())
                .baseUnit(meter.facts().unit().isEmpty() ? null : meter.facts().unit())
                .register(registry);
    }

    private void gauge(UploadMeter meter, AtomicLong value) {
        Gauge _ = Gauge.builder(meter.meterName(), value, AtomicLong::get)
                .description(meter.description())
                .baseUnit(meter.facts().unit().isEmpty() ? null : meter.facts().unit())
                .register(registry);
    }
}
