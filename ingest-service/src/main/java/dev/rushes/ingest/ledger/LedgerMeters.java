package dev.rushes.ingest.ledger;

import dev.rushes.ingest.ledger.domain.JobLife.Drop;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What the ledger counts. */
final class LedgerMeters {
    private final MeterRegistry registry;
    private final AtomicLong lagMillis = new AtomicLong();

    LedgerMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge _ = Gauge.builder(LedgerMeter.LAG_SECONDS.meterName(), () -> lagMillis.get() / 1000.0)
                .description(LedgerMeter.LAG_SECONDS.description())
                .baseUnit("seconds")
                .register(registry);
    }

    void lag(Duration age) {
        lagMillis.set(Math.max(0, age.toMillis()));
    }

    void watchBacklog(Supplier<Number> events) {
        Gauge _ = Gauge.builder(LedgerMeter.LAG_EVENTS.meterName(), events)
                .description(LedgerMeter.LAG_EVENTS.description())
                .strongReference(true)
                .register(registry);
    }

    void dropped(Map<Drop, Integer> dropped) {
        dropped.forEach((why, count) -> Counter.builder(LedgerMeter.DROPPED.meterName())
                .description(LedgerMeter.DROPPED.description())
                .tag("reason", why.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment(count));
    }

    void unreadable() {
        Counter.builder(LedgerMeter.UNREADABLE.meterName())
                .description(LedgerMeter.UNREADABLE.description())
                .register(registry)
                .increment();
    }
}
