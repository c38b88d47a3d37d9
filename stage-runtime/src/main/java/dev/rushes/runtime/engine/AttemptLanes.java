package dev.rushes.runtime.engine;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.Lane;
import dev.rushes.runtime.stage.LaneBusy;
import dev.rushes.runtime.stage.LaneClaim;
import dev.rushes.runtime.stage.LanePass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;

/** The reservations of one try. What the stage does not settle is settled at the end of the try. */
final class AttemptLanes {
    private final Lanes lanes;
    private final FlowStage stage;
    private final Origin visitor;
    private final Map<String, LanePass> claimed = new HashMap<>();
    private final List<LaneEntry.Reservation> open = new ArrayList<>();
    private Optional<LaneEntry.Blocked> blocked = Optional.empty();
    private boolean closed;

    /** @param visitor whose work it is; the same one whenever its record comes back */
    AttemptLanes(Lanes lanes, FlowStage stage, Origin visitor) {
        this.lanes = lanes;
        this.stage = stage;
        this.visitor = visitor;
    }

    /** Asks for what the work needs before it begins. */
    synchronized LaneEntry enter(List<LaneClaim> claims) {
        LaneEntry entry = lanes.enter(stage, visitor, claims);
        if (entry instanceof LaneEntry.Entered entered) {
            entered.reservations().forEach(its -> claimed.put(its.lane(), pass(its)));
        }
        return entry;
    }

    /** What kept the stage from going on, if it was a lane. */
    synchronized Optional<LaneEntry.Blocked> blocked() {
        return blocked;
    }

    /** The stage is no longer at work. To say so twice changes nothing. */
    void close() {
        List<LaneEntry.Reservation> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(open);
            open.clear();
        }
        left.forEach(lanes::settle);
    }

    private synchronized LanePass pass(LaneEntry.Reservation reservation) {
        open.add(reservation);
        return new Pass(reservation);
    }

    /** A call is settled once, and by the stage only while it is at work. */
    private synchronized boolean ends(LaneEntry.Reservation reservation) {
        return open.remove(reservation);
    }

    private Mono<LanePass> more(LaneClaim claim) {
        return Mono.fromCallable(() -> {
            synchronized (this) {
                if (closed) {
                    throw new IllegalStateException("Expected a stage at work, but its try is over");
                }
                return switch (lanes.enter(stage, visitor, List.of(claim))) {
                    case LaneEntry.Entered entered ->
                        pass(entered.reservations().getFirst());
                    case LaneEntry.Blocked its -> {
                        blocked = Optional.of(its);
                        throw new LaneBusy(
                                claim.lane(),
                                its instanceof LaneEntry.Busy busy ? Optional.of(busy.until()) : Optional.empty());
                    }
                };
            }
        });
    }

    /** @param tell tells the other instances that the lane is paused until then, and why */
    Lane lane(String name, BiFunction<Instant, String, Mono<Void>> tell) {
        lanes.expect(name, stage);
        return new Lane() {
            @Override
            public LanePass pass() {
                synchronized (AttemptLanes.this) {
                    LanePass pass = claimed.get(name);
                    if (pass == null) {
                        throw new IllegalStateException(
                                "Expected a claim of the lane " + name + " before the work, but there was none");
                    }
                    return pass;
                }
            }

            @Override
            public Mono<LanePass> reserve(long tokens) {
                return more(new LaneClaim(name, tokens));
            }

            @Override
            public Mono<Void> hold(Instant until, String why) {
                return Mono.defer(() -> lanes.hold(name, until) ? tell.apply(until, why) : Mono.empty());
            }
        };
    }

    private final class Pass implements LanePass {
        private final LaneEntry.Reservation reservation;

        Pass(LaneEntry.Reservation reservation) {
            this.reservation = reservation;
        }

        @Override
        public void settle(long tokens) {
            if (ends(reservation)) {
                lanes.settle(reservation, tokens);
            }
        }

        @Override
        public void release() {
            if (ends(reservation)) {
                lanes.release(reservation);
            }
        }
    }
}
