package dev.rushes.runtime.engine;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.observe.StageState;
import dev.rushes.runtime.rules.OutageBreaker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether one more record may be taken up: as many as may run at a time, none while the stage is paused, drains or gives way to requests, one while
 * something that all of them need is away. Times are by the steady clock. Guarded by the engine's lock.
 */
final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final Duration FIRST_OUTAGE_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_OUTAGE_WAIT = Duration.ofSeconds(30);

    private final FlowStage stage;
    private final int usual;
    private final OutageBreaker breaker = new OutageBreaker(FIRST_OUTAGE_WAIT, LONGEST_OUTAGE_WAIT);
    private int concurrency;
    private boolean paused;
    private boolean draining;
    private boolean givingWay;

    /** @param usual records at a time, unless an order says otherwise */
    Gate(FlowStage stage, int usual) {
        this.stage = stage;
        this.usual = usual;
        this.concurrency = usual;
    }

    void setPaused(boolean value) {
        paused = value;
    }

    /** @param value whether requests of this process come first at the moment */
    void setGivingWay(boolean value) {
        givingWay = value;
    }

    boolean isGivingWay() {
        return givingWay;
    }

    void setConcurrency(int records) {
        concurrency = Math.max(1, records);
    }

    void resetConcurrency() {
        concurrency = usual;
    }

    /** Nothing is taken up any more. */
    void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    /** Whether a record may be taken up while so many run. */
    boolean isOpen(Instant now, int running) {
        return mayBegin() && running < concurrency && breaker.allows(now);
    }

    /**
     * When a probe may be made, if that is all that the next record waits for. Empty if that time is past: then something else is waited for, and an
     * alarm would ring again and again.
     */
    Optional<Instant> probe(Instant now, int ready) {
        return ready > 0 && mayBegin() ? breaker.until().filter(until -> until.isAfter(now)) : Optional.empty();
    }

    private boolean mayBegin() {
        return !paused && !draining && !givingWay;
    }

    /** A record was taken up. */
    void takenUp(Instant now) {
        breaker.takenUp(now);
    }

    /** How a try ended says whether what all records need is there. */
    void learn(Plan plan, Instant now) {
        boolean before = breaker.isOpen();
        if (plan.ending() == Ending.WAITED_OUT) {
            breaker.away(now);
        } else if (plan.ending().proves()) {
            breaker.worked();
        } else {
            breaker.saysNothing(now);
        }
        if (before && !breaker.isOpen()) {
            LOG.warn("The {} stage has what it needs again and goes on", stage.label());
        } else if (!before && breaker.isOpen()) {
            LOG.warn(
                    "Something that the {} stage needs is away: it takes up one record at a time until one succeeds ({})",
                    stage.label(),
                    plan.why()
                            .map(why -> why.code().name() + ": " + why.message())
                            .orElse("no reason told"));
        }
    }

    /** Whether something that every record needs is away. */
    boolean outage() {
        return breaker.isOpen();
    }

    int concurrency() {
        return concurrency;
    }

    StageState state() {
        if (draining) {
            return StageState.DRAINING;
        }
        if (paused) {
            return StageState.PAUSED;
        }
        return outage() ? StageState.OUTAGE : StageState.RUNNING;
    }
}
