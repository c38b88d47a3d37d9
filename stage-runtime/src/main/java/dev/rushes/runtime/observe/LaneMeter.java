package dev.rushes.runtime.observe;

import dev.rushes.runtime.rules.LaneState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Meters of the budgets of outside services, as far as they are this instance's. Names are an interface for dashboards. */
public enum LaneMeter implements DocumentedMeter {
    /** Gauge, 0 to 1: this instance's part of the lane. */
    SHARE("rushes.lane.share", "This instance's part of the lane, from 0 to 1", Kind.GAUGE, ""),
    /** Gauge, seconds: for so long the lane is still paused; 0 if it is not. */
    HOLD("rushes.lane.hold", "Time until the lane opens again; 0 if it is open", Kind.GAUGE, "seconds"),
    /** Gauge: calls that this instance could make at once, as far as the limit of a minute goes. */
    REQUESTS("rushes.lane.requests", "Calls that the limit of a minute allows at once", Kind.GAUGE, ""),
    /** Gauge: tokens that this instance could spend at once; negative while calls that cost more than claimed are paid off. */
    TOKENS("rushes.lane.tokens", "Tokens that the limit of a minute allows at once", Kind.GAUGE, ""),
    /** Gauge: calls that this instance could make at once, as far as the limit of a day goes. */
    REQUESTS_TODAY("rushes.lane.requests.today", "Calls that the limit of a day allows at once", Kind.GAUGE, ""),
    /** Gauge: calls that are reserved and not settled. */
    IN_FLIGHT("rushes.lane.in.flight", "Calls in flight", Kind.GAUGE, ""),
    /** Gauge: units of work that wait for the lane. */
    WAITING("rushes.lane.waiting", "Units of work that wait for the lane", Kind.GAUGE, ""),
    /**
     * Counter: how often a unit of work was told to wait. Those that waited in the window are in {@link RuntimeMeter#DURATION} with the outcome
     * {@code parked}, those that waited in the retry topic in {@link RuntimeMeter#RETRIES} with the code {@code LANE_BUSY}.
     */
    WAITS("rushes.lane.waits", "How often a unit of work was told to wait", Kind.COUNTER, ""),
    /** Counter: reservations that nobody settled in time: a fault of a stage, or a timeout that is too short. */
    EXPIRED("rushes.lane.expired", "Reservations that nobody settled in time", Kind.COUNTER, "");

    private final MeterFacts facts;

    LaneMeter(String meterName, String description, Kind kind, String unit) {
        this.facts = new MeterFacts(meterName, description, kind, unit, List.of("lane"));
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }

    /** Shows how a lane stands whenever somebody asks. */
    public static void show(MeterRegistry registry, String lane, Supplier<LaneState> state) {
        SHARE.gauge(registry, lane, state, LaneState::share);
        HOLD.gauge(registry, lane, state, LaneMeter::secondsOfHold);
        IN_FLIGHT.gauge(registry, lane, state, LaneState::inFlight);
        WAITING.gauge(registry, lane, state, LaneState::waiting);
        LaneState now = state.get();
        if (now.requests().isPresent()) {
            REQUESTS.gauge(registry, lane, state, its -> its.requests().orElse(0));
        }
        if (now.tokens().isPresent()) {
            TOKENS.gauge(registry, lane, state, its -> its.tokens().orElse(0));
        }
        if (now.requestsToday().isPresent()) {
            REQUESTS_TODAY.gauge(
                    registry, lane, state, its -> its.requestsToday().orElse(0));
        }
        // The gauges hold on to the state for as long as the registry lives.
        FunctionCounter unused = FunctionCounter.builder(
                        EXPIRED.meterName(), state, its -> its.get().expired())
                .description(EXPIRED.description())
                .tag("lane", lane)
                .register(registry);
    }

    /** Somebody was told to wait. */
    public static void waited(MeterRegistry registry, String lane) {
        Counter.builder(WAITS.meterName())
                .description(WAITS.description())
                .tag("lane", lane)
                .register(registry)
                .increment();
    }

    private static double secondsOfHold(LaneState state) {
        return state.held()
                .map(until -> Math.max(0, Duration.between(state.at(), until).toMillis() / 1000.0))
                .orElse(0.0);
    }

    private void gauge(
            MeterRegistry registry, String lane, Supplier<LaneState> state, ToDoubleFunction<LaneState> value) {
        Gauge unused = Gauge.builder(meterName(), () -> value.applyAsDouble(state.get()))
                .description(description())
                .baseUnit(facts.unit().isEmpty() ? null : facts.unit())
                .tag("lane", lane)
                .strongReference(true)
                .register(registry);
    }
}
