package dev.rushes.runtime.engine;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.observe.LaneMeter;
import dev.rushes.runtime.observe.LaneReport;
import dev.rushes.runtime.rules.LaneBudget;
import dev.rushes.runtime.rules.LaneLimits;
import dev.rushes.runtime.rules.LanePieces;
import dev.rushes.runtime.rules.LanePieces.Partitions;
import dev.rushes.runtime.rules.LaneState;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.LaneClaim;
import dev.rushes.runtime.stage.StageFailure;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's part of the budgets of outside services, for all its stages. The part follows the partitions that the process owns.
 * Thread-safe; nothing blocks, and nobody is called under the lock.
 */
public final class Lanes {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
    private static final Duration FAR = Duration.ofDays(365);
    private static final int MOST_WAITING = 20_000;

    private final Map<String, Shared> lanes = new TreeMap<>();
    private final Map<String, Partitions> partitions = new HashMap<>();
    private final Map<Origin, Map<String, Long>> waiting = new LinkedHashMap<>();
    private final List<Consumer<Set<Origin>>> listeners = new CopyOnWriteArrayList<>();
    private final Timer timer;
    private final MeterRegistry registry;

    private record Shared(LaneDefinition definition, LaneBudget<Origin> budget) {}

    public Lanes(List<LaneDefinition> definitions, Timer timer, MeterRegistry registry) {
        this.timer = timer;
        this.registry = registry;
        for (LaneDefinition lane : definitions) {
            lanes.put(
                    lane.name(),
                    new Shared(
                            lane, new LaneBudget<>(lane.limits(), lane.pieces().pieces(), timer.steady())));
            LaneMeter.show(registry, lane.name(), () -> state(lane.name()));
        }
    }

    /** The process owns these partitions of a topic from now on, out of so many. */
    public void own(String topic, Set<Integer> owned, int total) {
        synchronized (this) {
            Partitions now = new Partitions(owned, total);
            if (now.equals(partitions.put(topic, now))) {
                return;
            }
            lanes.values().forEach(this::share);
        }
        callThoseWhoNeedNotWait();
    }

    private void share(Shared lane) {
        LanePieces all = lane.definition().pieces();
        Set<Integer> own = new HashSet<>();
        for (FlowStage stage : lane.definition().stages()) {
            Partitions retry = partitions.get(stage.retryTopic());
            Partitions topic = partitions.get(stage.topic());
            if (retry != null && topic != null) {
                own.addAll(all.of(lane.definition().stages().indexOf(stage), retry, topic));
            }
        }
        lane.budget().own(own, timer.steady());
        LOG.info(
                "{} of {} pieces of the lane {} are ours",
                own.size(),
                all.pieces(),
                lane.definition().name());
    }

    /**
     * Asks for all of these calls at once: either all are reserved, or none is and the visitor has a place in the line of each.
     *
     * @throws StageFailure if a lane does not exist for the stage, or a claim is too large
     */
    LaneEntry enter(FlowStage stage, Origin who, List<LaneClaim> claims) {
        if (claims.isEmpty()) {
            return new LaneEntry.Entered(List.of());
        }
        Map<String, Long> wanted = new LinkedHashMap<>();
        for (LaneClaim claim : claims) {
            check(stage, claim, wanted);
        }
        return enter(stage, who, wanted);
    }

    private synchronized LaneEntry enter(FlowStage stage, Origin who, Map<String, Long> wanted) {
        Instant now = timer.steady();
        Instant latest = now;
        String busiest = "";
        for (Map.Entry<String, Long> claim : wanted.entrySet()) {
            Shared lane = lane(claim.getKey(), stage);
            Partitions retry = partitions.get(stage.retryTopic());
            if (lane.budget().elsewhere() && retry != null) {
                int number = lane.definition().stages().indexOf(stage);
                int there = lane.definition().pieces().home(number, retry.total(), who.hashCode());
                // Whoever owns that partition gets its piece as soon as all is known that it needs.
                if (!retry.owned().contains(there)) {
                    return new LaneEntry.Elsewhere(claim.getKey(), there);
                }
            }
            Instant when = lane.budget().earliest(who, claim.getValue(), now);
            if (when.isAfter(latest)) {
                latest = when;
                busiest = claim.getKey();
            }
        }
        return latest.isAfter(now) ? book(who, wanted, busiest, latest) : take(who, wanted, now);
    }

    private LaneEntry take(Origin who, Map<String, Long> wanted, Instant now) {
        waiting.remove(who);
        List<LaneEntry.Reservation> taken = new ArrayList<>();
        wanted.forEach((name, tokens) ->
                taken.add(new LaneEntry.Reservation(name, known(name).budget().take(who, tokens, now))));
        return new LaneEntry.Entered(taken);
    }

    private LaneEntry book(Origin who, Map<String, Long> wanted, String busiest, Instant until) {
        wanted.forEach((name, tokens) -> known(name).budget().book(who, tokens, until));
        waiting.put(who, wanted);
        if (waiting.size() > MOST_WAITING) {
            // The one that came first, and is long gone: it is merely not called before its time.
            waiting.remove(waiting.keySet().iterator().next());
        }
        LaneMeter.waited(registry, busiest);
        return new LaneEntry.Busy(busiest, timer.onTheWall(until));
    }

    private void check(FlowStage stage, LaneClaim claim, Map<String, Long> wanted) {
        long largest = lane(claim.lane(), stage).definition().limits().largestClaim();
        if (claim.tokens() > largest) {
            throw new StageFailure(
                    CommonFailure.LANE_CLAIM_TOO_LARGE,
                    "Expected a claim of at most " + largest + " tokens for the lane " + claim.lane() + ", but the "
                            + stage.label() + " stage asks for " + claim.tokens());
        }
        if (wanted.put(claim.lane(), claim.tokens()) != null) {
            throw new IllegalArgumentException("Expected one claim for each lane, but got two for " + claim.lane());
        }
    }

    private Shared lane(String name, FlowStage stage) {
        Shared lane = lanes.get(name);
        if (lane == null || !lane.definition().stages().contains(stage)) {
            throw new StageFailure(
                    CommonFailure.LANE_UNKNOWN,
                    "Expected a lane " + name + " for the " + stage.label() + " stage, but under rushes.lanes there is "
                            + (lane == null
                                    ? "none of that name"
                                    : "one for " + lane.definition().stages()));
        }
        return lane;
    }

    /** @throws StageFailure if the lane does not exist for the stage */
    void expect(String name, FlowStage stage) {
        Shared unused = lane(name, stage);
    }

    /** The call is over and cost so many tokens. */
    void settle(LaneEntry.Reservation reservation, long tokens) {
        change(reservation.lane(), budget -> budget.settle(reservation.number(), tokens, timer.steady()));
    }

    /** The call is over, and its claim stands. */
    void settle(LaneEntry.Reservation reservation) {
        change(reservation.lane(), budget -> budget.settle(reservation.number(), timer.steady()));
    }

    /** The call was not made. */
    void release(LaneEntry.Reservation reservation) {
        change(reservation.lane(), budget -> budget.release(reservation.number(), timer.steady()));
    }

    /**
     * Pauses a lane; one that this process does not know is nobody's business here.
     *
     * @return whether that is news for the others
     */
    public synchronized boolean hold(String name, Instant until) {
        Shared lane = lanes.get(name);
        if (lane == null || !lane.budget().hold(steady(until), timer.steady())) {
            return false;
        }
        LOG.warn("The lane {} is paused until {}", name, until);
        return true;
    }

    /** Budgets go by the steady clock, and those who say when a service opens again by the one on the wall. */
    private Instant steady(Instant onTheWall) {
        Instant latest = timer.now().plus(FAR);
        Instant bounded = onTheWall.isAfter(latest) ? latest : onTheWall;
        return timer.steady().plus(Duration.between(timer.now(), bounded));
    }

    /** Ends the pause of a lane. */
    public void lift(String name) {
        if (lanes.containsKey(name)) {
            change(name, budget -> budget.lift(timer.steady()));
        }
    }

    /** It doesn't wait any more. */
    synchronized void forget(Origin who) {
        waiting.remove(who);
        lanes.values().forEach(lane -> lane.budget().forget(who));
    }

    /** Calls somebody whenever visitors need not wait any longer for what they were told to wait for. */
    void listen(Consumer<Set<Origin>> listener) {
        listeners.add(listener);
    }

    /** Whether there is room by now for somebody who waits. */
    synchronized boolean callable(Origin who) {
        Map<String, Long> wanted = waiting.get(who);
        Instant now = timer.steady();
        return wanted != null
                && wanted.entrySet().stream().noneMatch(claim -> known(claim.getKey())
                        .budget()
                        .earliest(who, claim.getValue(), now)
                        .isAfter(now));
    }

    /** How a lane stands. */
    public synchronized LaneState state(String name) {
        return known(name).budget().state(timer.steady());
    }

    /** All lanes, by name. */
    public synchronized List<LaneReport> reports() {
        return lanes.values().stream().map(this::report).toList();
    }

    private LaneReport report(Shared lane) {
        LaneState state = lane.budget().state(timer.steady());
        LaneLimits limits = lane.definition().limits();
        return new LaneReport(
                lane.definition().name(),
                lane.definition().stages(),
                new LaneReport.Limits(
                        limits.requestsPerMinute(),
                        limits.tokensPerMinute(),
                        limits.requestsPerDay(),
                        limits.inFlight()),
                state.share(),
                new LaneReport.Free(state.requests(), state.tokens(), state.requestsToday()),
                state.inFlight(),
                state.waiting(),
                state.held().filter(state.at()::isBefore).map(timer::onTheWall));
    }

    private Shared known(String name) {
        Shared lane = lanes.get(name);
        if (lane == null) {
            throw new IllegalArgumentException("Expected one of the lanes " + lanes.keySet() + ", but got " + name);
        }
        return lane;
    }

    private void change(String name, Consumer<LaneBudget<Origin>> change) {
        synchronized (this) {
            Shared lane = lanes.get(name);
            if (lane != null) {
                change.accept(lane.budget());
            }
        }
        callThoseWhoNeedNotWait();
    }

    private void callThoseWhoNeedNotWait() {
        Set<Origin> called = new HashSet<>();
        synchronized (this) {
            if (!waiting.isEmpty()) {
                Instant now = timer.steady();
                lanes.values().forEach(lane -> called.addAll(lane.budget().callable(now)));
                called.removeIf(who -> !callable(who));
            }
        }
        if (!called.isEmpty()) {
            listeners.forEach(listener -> listener.accept(called));
        }
    }
}
