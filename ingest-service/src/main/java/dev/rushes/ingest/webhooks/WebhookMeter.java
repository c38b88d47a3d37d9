package dev.rushes.ingest.webhooks;

import dev.rushes.runtime.observe.DocumentedMeter;
import dev.rushes.runtime.observe.MeterFacts;
import java.util.List;

/** Every meter of webhooks beside those of every stage. Names are an interface for dashboards. */
enum WebhookMeter implements DocumentedMeter {
    /** Timer: tries, by what came of them. */
    TRIES("rushes.webhook.tries", "Tries to tell an endpoint", Kind.TIMER, "", "outcome"),
    /** Counter: endpoints that were given up. */
    DISABLED("rushes.webhook.endpoints.disabled", "Endpoints that were given up", Kind.COUNTER, ""),
    /** Counter: deliveries that were posted for the stage. */
    POSTED("rushes.webhook.posted", "Deliveries that events gave rise to", Kind.COUNTER, ""),
    /** Gauge: events that have been published and not looked at for webhooks. */
    LAG_EVENTS("rushes.webhook.lag.events", "Events that are published and not looked at for webhooks", Kind.GAUGE, "");

    private final MeterFacts facts;

    WebhookMeter(String meterName, String description, Kind kind, String unit, String... tags) {
        this.facts = new MeterFacts(meterName, description, kind, unit, List.of(tags));
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }
}
