package dev.rushes.ingest.erasure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** What erasures count. */
final class ErasureMeters {
    private final MeterRegistry registry;
    private final AtomicLong unfinished = new AtomicLong();

    ErasureMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge _ = Gauge.builder(ErasureMeter.UNFINISHED.meterName(), unfinished, AtomicLong::get)
                .description(ErasureMeter.UNFINISHED.description())
                .register(registry);
    }

    void unfinished(long jobs) {
        unfinished.set(jobs);
    }

    void count(ErasureMeter meter, long times) {
        Counter.builder(meter.meterName())
                .description(meter.description())
                .register(registry)
                .increment(times);
    }
}
