package dev.rushes.runtime.engine;

import dev.rushes.runtime.observe.GiveWayMeter;
import dev.rushes.runtime.rules.GiveWayRule;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Lets the work in the background give way while requests of the same process are late: what runs goes on, nothing new is begun, and readers of the log
 * take larger bites. Requests have a few milliseconds of work each and somebody who waits; a stage has a backlog and nobody. See {@link GiveWayRule} for
 * how long this may last.
 *
 * <p>A request is late if its answer took {@code late}, or if {@code crowd} others are under way when it begins. A process that serves no requests never
 * gives way. Thread-safe.
 */
public final class GiveWay {
    private static final Logger LOG = LoggerFactory.getLogger(GiveWay.class);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Settings settings;
    private final Timer timer;
    private final Counter gaveWay;
    private final GiveWayRule rule;
    private final AtomicInteger underWay = new AtomicInteger();
    private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean givesWay;
    private Instant counted = Instant.MIN;

    /**
     * @param late a request is late that is answered after so long
     * @param crowd as many requests under way at once are late
     * @param terms how far it goes
     */
    public record Settings(Duration late, int crowd, GiveWayRule.Terms terms) {}

    public GiveWay(Settings settings, Timer timer, MeterRegistry registry) {
        this.settings = settings;
        this.timer = timer;
        this.rule = new GiveWayRule(settings.terms(), timer.steady());
        this.gaveWay = Counter.builder(GiveWayMeter.TIME.meterName())
                .description(GiveWayMeter.TIME.description())
                .baseUnit("seconds")
                .register(registry);
        Gauge unused = Gauge.builder(GiveWayMeter.NOW.meterName(), () -> givesWay ? 1 : 0)
                .description(GiveWayMeter.NOW.description())
                .strongReference(true)
                .register(registry);
    }

    /** Hears of each change, now and then of none: true while work gives way. It must not block. */
    public void listen(Consumer<Boolean> listener) {
        listeners.add(listener);
    }

    /** Whether work gives way now. */
    public boolean givesWay() {
        return givesWay;
    }

    /** An answer that somebody waits for and that should be there in a moment: if it is late, work gives way. */
    public <T> Mono<T> to(Mono<T> answer) {
        return Mono.defer(() -> {
            Instant since = timer.steady();
            if (underWay.incrementAndGet() >= settings.crowd()) {
                late();
            }
            return answer.doFinally(_ -> over(since));
        });
    }

    private void over(Instant since) {
        underWay.decrementAndGet();
        if (Duration.between(since, timer.steady()).compareTo(settings.late()) >= 0) {
            late();
        }
    }

    private void late() {
        boolean begins;
        synchronized (this) {
            Instant now = timer.steady();
            rule.late(now);
            begins = !givesWay && rule.givesWay(now);
            if (begins) {
                givesWay = true;
                counted = now;
            }
        }
        if (begins) {
            lookAgain();
            tell();
        }
    }

    private void lookAgain() {
        var unused = timer.at(timer.now().plus(LOOK), this::look);
    }

    private void look() {
        boolean goesOn;
        synchronized (this) {
            Instant now = timer.steady();
            goesOn = rule.givesWay(now);
            givesWay = goesOn;
            gaveWay.increment(Duration.between(counted, now).toNanos() / 1e9);
            counted = now;
        }
        if (goesOn) {
            lookAgain();
        } else {
            tell();
        }
    }

    /** Whoever tells last tells what is: a stage that missed the end would stand still. */
    private void tell() {
        synchronized (listeners) {
            for (Consumer<Boolean> listener : listeners) {
                try {
                    listener.accept(givesWay);
                } catch (RuntimeException e) {
                    LOG.error("Could not tell everybody whether work gives way to requests", e);
                }
            }
        }
    }
}
