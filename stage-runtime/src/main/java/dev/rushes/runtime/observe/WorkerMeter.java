package dev.rushes.runtime.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.Supplier;

/** Meters of an instance as a whole. Names are an interface for dashboards. */
public enum WorkerMeter implements DocumentedMeter {
    /** Gauge, seconds: since Kafka acknowledged the last sign of life; -1 before the first. */
    HEARTBEAT_AGE("rushes.worker.heartbeat.age", "Time since Kafka acknowledged the last sign of life", "seconds"),
    /** Gauge, seconds: since all was known that others told of their work under lease; -1 before the first time. */
    LEASES_AGE("rushes.worker.leases.age", "Time since all was heard that others told of their work", "seconds"),
    /** Gauge: instances that this one has heard of; tag {@code presence}: alive or lost. */
    KNOWN("rushes.worker.known", "Instances that this one has heard of", "", "presence");

    private final MeterFacts facts;

    WorkerMeter(String meterName, String description, String unit, String... tags) {
        this.facts = new MeterFacts(meterName, description, Kind.GAUGE, unit, List.of(tags));
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }

    /** Shows a number that is read whenever somebody asks. */
    public void show(MeterRegistry registry, Supplier<Number> value, String... tags) {
        Gauge unused = Gauge.builder(meterName(), value)
                .description(description())
                .baseUnit(facts.unit().isEmpty() ? null : facts.unit())
                .tags(Tags.of(tags))
                .strongReference(true)
                .register(registry);
    }
}
