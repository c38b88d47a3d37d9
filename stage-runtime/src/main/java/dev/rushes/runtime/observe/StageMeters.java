package dev.rushes.runtime.observe;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.rules.Urgency;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The meters of one stage. */
public final class StageMeters {
    private final MeterRegistry registry;
    private final Tags stage;
    /** To look a meter up in the registry costs more than to count: tags are made and sorted for it. */
    private final Map<String, Counter> received = new ConcurrentHashMap<>();

    private final Map<String, Timer> durations = new ConcurrentHashMap<>();
    private final Map<Urgency, Timer> waits = new ConcurrentHashMap<>();

    public StageMeters(MeterRegistry registry, FlowStage stage) {
        this.registry = registry;
        this.stage = Tags.of("stage", stage.label());
        // From the start, so that the first event is an increase and not a new series.
        List.of(
                        RuntimeMeter.REPEATS,
                        RuntimeMeter.SEND_FAILURES,
                        RuntimeMeter.COMMIT_FAILURES,
                        RuntimeMeter.RECEIVER_RESTARTS)
                .forEach(meter -> counter(meter).increment(0));
        List.of("assigned", "revoked", "lost").forEach(how -> moved(how, 0));
    }

    public void received(String topic) {
        received.computeIfAbsent(topic, its -> counter(RuntimeMeter.RECEIVED, "topic", its))
                .increment();
    }

    /** A try has ended. */
    public void ended(String outcome, Duration took) {
        durations
                .computeIfAbsent(outcome, its -> timer(RuntimeMeter.DURATION, "outcome", its))
                .record(took);
    }

    /** A worker has taken a record up. */
    public void waited(Urgency urgency, Duration wait) {
        waits.computeIfAbsent(urgency, its -> timer(RuntimeMeter.WAIT, "priority", its.name()))
                .record(wait);
    }

    private Timer timer(RuntimeMeter meter, String... tags) {
        return Timer.builder(meter.meterName())
                .description(meter.description())
                .tags(stage.and(tags))
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(10))
                .maximumExpectedValue(Duration.ofHours(2))
                .register(registry);
    }

    public void retry(String code) {
        count(RuntimeMeter.RETRIES, "code", code);
    }

    public void deadLetter(String code) {
        count(RuntimeMeter.DEAD_LETTERS, "code", code);
    }

    public void repeat() {
        count(RuntimeMeter.REPEATS);
    }

    public void shelved() {
        count(RuntimeMeter.SHELVED);
    }

    public void sifted() {
        count(RuntimeMeter.SIFTED);
    }

    public void continuation() {
        count(RuntimeMeter.CONTINUATIONS);
    }

    public void sendFailure() {
        count(RuntimeMeter.SEND_FAILURES);
    }

    public void commitFailure() {
        count(RuntimeMeter.COMMIT_FAILURES);
    }

    public void receiverRestart() {
        count(RuntimeMeter.RECEIVER_RESTARTS);
    }

    /**
     * Partitions came or went.
     *
     * @param how assigned, revoked or lost
     */
    public void moved(String how, int partitions) {
        counter(RuntimeMeter.PARTITION_MOVES, "how", how).increment(partitions);
    }

    /** Shows a number that is read whenever somebody asks. */
    public void gauge(RuntimeMeter meter, Supplier<Number> value, String... tags) {
        String unit = meter.facts().unit();
        Gauge.builder(meter.meterName(), value)
                .description(meter.description())
                .baseUnit(unit.isEmpty() ? null : unit)
                .tags(stage.and(tags))
                .register(registry);
    }

    private void count(RuntimeMeter meter, String... tags) {
        counter(meter, tags).increment();
    }

    private Counter counter(RuntimeMeter meter, String... tags) {
        return Counter.builder(meter.meterName())
                .description(meter.description())
                .tags(stage.and(tags))
                .register(registry);
    }
}
