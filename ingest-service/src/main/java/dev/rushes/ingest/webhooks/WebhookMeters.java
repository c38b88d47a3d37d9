package dev.rushes.ingest.webhooks;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/** What webhooks count. */
final class WebhookMeters {
    private final MeterRegistry registry;

    WebhookMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param outcome one of a few words */
    void tried(String outcome, Duration took) {
        Timer.builder(WebhookMeter.TRIES.meterName())
                .description(WebhookMeter.TRIES.description())
                .tag("outcome", outcome)
                .register(registry)
                .record(took);
    }

    void disabled() {
        count(WebhookMeter.DISABLED, 1);
    }

    void posted(int deliveries) {
        count(WebhookMeter.POSTED, deliveries);
    }

    void watchBacklog(Supplier<Number> events) {
        Gauge _ = Gauge.builder(WebhookMeter.LAG_EVENTS.meterName(), events)
                .description(WebhookMeter.LAG_EVENTS.description())
                .strongReference(true)
                .register(registry);
    }

    private void count(WebhookMeter meter, int times) {
        Counter.builder(meter.meterName())
                .description(meter.description())
                .register(registry)
                .increment(times);
    }
}
