package dev.rushes.runtime.testkit;

import dev.rushes.runtime.stage.Lane;
import dev.rushes.runtime.stage.LaneBusy;
import dev.rushes.runtime.stage.LanePass;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** A lane with room for everything, unless a test says otherwise, that remembers what a stage said, as "reserved 100", "settled 80", "released", "held until …: why". */
public final class RecordingLane implements Lane {
    private final String name;
    private final List<String> story = new CopyOnWriteArrayList<>();
    private volatile Optional<Instant> busyUntil = Optional.empty();

    RecordingLane(String name) {
        this.name = name;
    }

    @Override
    public LanePass pass() {
        return new Pass();
    }

    @Override
    public Mono<LanePass> reserve(long tokens) {
        return Mono.defer(() -> {
            if (busyUntil.isPresent()) {
                return Mono.error(new LaneBusy(name, busyUntil));
            }
            story.add("reserved " + tokens);
            return Mono.just(new Pass());
        });
    }

    /** From now on it has no room, and says that it has some again at this moment. */
    public void busyUntil(Instant until) {
        busyUntil = Optional.of(until);
    }

    @Override
    public Mono<Void> hold(Instant until, String why) {
        return Mono.fromRunnable(() -> story.add("held until " + until + ": " + why));
    }

    /** What was said, in order. */
    public List<String> story() {
        return List.copyOf(story);
    }

    @Override
    public String toString() {
        return name;
    }

    private final class Pass implements LanePass {
        @Override
        public void settle(long tokens) {
            story.add("settled " + tokens);
        }

        @Override
        public void release() {
            story.add("released");
        }
    }
}
