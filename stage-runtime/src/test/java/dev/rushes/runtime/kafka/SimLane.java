package dev.rushes.runtime.kafka;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.engine.EngineSettings.Parking;
import dev.rushes.runtime.engine.LaneDefinition;
import dev.rushes.runtime.rules.LaneLimits;
import dev.rushes.runtime.rules.LaneTerms;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.LaneClaim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import reactor.core.publisher.Mono;

/**
 * The outside service that the split stage calls in one seed of four: it counts the calls of all instances. Which seeds have one, and what it grants,
 * is not drawn, so that the other seeds stay what they were.
 */
final class SimLane {
    private static final String NAME = "sim:service";
    /** A little less than a minute: a call begins a few hops after it was granted. */
    private static final Duration MINUTE = Duration.ofMillis(59_900);

    private static final LaneTerms TERMS =
            LaneTerms.DEFAULTS.withReservationTimeout(Duration.ofSeconds(10), Duration.ofSeconds(10));

    private final SimWorld world;
    private final SimJobs jobs;
    private final Optional<LaneLimits> limits;
    private final List<Long> begun = new ArrayList<>();
    private final List<SimProcess> inFlight = new ArrayList<>();
    private boolean zombies;

    SimLane(SimWorld world, SimJobs jobs, JobOrder order) {
        this.world = world;
        this.jobs = jobs;
        this.limits = limits(world.seed(), order);
    }

    /** Where order is strict records can't travel to where the budget is, so every partition must have a piece. */
    private static Optional<LaneLimits> limits(long seed, JobOrder order) {
        boolean strict = order == JobOrder.STRICT;
        return switch ((int) (seed % 8)) {
            case 0 -> Optional.of(LaneLimits.NONE.withInFlight(strict ? 6 : 1).withTerms(TERMS));
            case 4 ->
                Optional.of(
                        LaneLimits.NONE.withRequestsPerMinute(strict ? 30 : 10).withTerms(TERMS));
            default -> Optional.empty();
        };
    }

    List<LaneDefinition> definitions() {
        return limits.map(its -> LaneDefinition.of(NAME, FlowStage.SPLIT, its)).stream()
                .toList();
    }

    /** Short horizons send the waiting through the retry topic. */
    Parking parking() {
        return new Parking(Duration.ofSeconds(world.seed() % 3 == 0 ? 1 : 60), world.seed() % 5 == 0 ? 1 : 100);
    }

    List<LaneClaim> claims(FlowStage stage) {
        return limits.isPresent() && stage == FlowStage.SPLIT ? List.of(LaneClaim.callOf(NAME)) : List.of();
    }

    /** Whoever was taken for dead and lives may exceed until it hears of it. */
    void zombie() {
        zombies = true;
    }

    /** A call, for as long as the work goes on. */
    <T> Mono<T> call(FlowStage stage, SimProcess process, Mono<T> work) {
        return claims(stage).isEmpty()
                ? work
                : Mono.defer(() -> {
                    begin(process);
                    return work.doFinally(signal -> inFlight.remove(process));
                });
    }

    private void begin(SimProcess process) {
        begun.add(world.nanos());
        inFlight.add(process);
        inFlight.removeIf(SimProcess::isDead);
        OptionalInt places = limits.map(LaneLimits::inFlight).orElse(OptionalInt.empty());
        OptionalLong calls = limits.map(LaneLimits::requestsPerMinute).orElse(OptionalLong.empty());
        long lately = begun.stream()
                .filter(at -> at > world.nanos() - MINUTE.toNanos())
                .count();
        if (!zombies && inFlight.size() > places.orElse(Integer.MAX_VALUE)) {
            jobs.breach("I41 %d calls at a time, but %d are allowed", inFlight.size(), places.getAsInt());
        }
        if (!zombies && lately > calls.orElse(Long.MAX_VALUE)) {
            jobs.breach("I41 %d calls in a minute, but %d are allowed", lately, calls.getAsLong());
        }
    }

    /** When all has come to rest, no reservation is open and nobody waits. */
    void checkEnd(List<SimProcess> processes) {
        for (SimProcess process : processes) {
            if (limits.isPresent() && !process.isDead() && !process.isLeaving()) {
                int open = process.lanes().state(NAME).inFlight();
                if (open > 0) {
                    jobs.breach("I41 %d reservations of %s never end", open, process);
                }
            }
        }
    }
}
