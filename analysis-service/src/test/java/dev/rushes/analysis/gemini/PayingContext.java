package dev.rushes.analysis.gemini;

import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Lane;
import dev.rushes.runtime.stage.LaneBusy;
import dev.rushes.runtime.stage.LanePass;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageProgress;
import dev.rushes.runtime.stage.Usage;
import dev.rushes.runtime.testkit.RecordingContext;
import dev.rushes.runtime.testkit.RecordingLane;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** A context that remembers what was spent as well, and whose lanes can be busy. */
final class PayingContext<O> implements StageContext<O> {
    private final RecordingContext<O> told;
    private final Map<String, Instant> busy = new HashMap<>();
    private final Map<UUID, Usage> paid = new HashMap<>();
    private Usage spent = Usage.NONE;

    PayingContext(JobTicket ticket) {
        this.told = RecordingContext.firstTry(ticket);
    }

    /** The lane has no room until then. */
    void isBusy(String lane, Instant until) {
        busy.put(lane, until);
    }

    synchronized Usage spentSoFar() {
        return paid.values().stream().reduce(spent, Usage::plus);
    }

    /** What was told under identifiers, which counts once however many tries tell it. */
    synchronized Map<UUID, Usage> paid() {
        return Map.copyOf(paid);
    }

    List<String> notes() {
        return told.notes();
    }

    RecordingLane laneStory(String name) {
        return told.lane(name);
    }

    @Override
    public JobTicket ticket() {
        return told.ticket();
    }

    @Override
    public int attempt() {
        return told.attempt();
    }

    @Override
    public Mono<Void> announce(O fact) {
        return told.announce(fact);
    }

    @Override
    public void progress(StageProgress progress) {
        told.progress(progress);
    }

    @Override
    public void note(NoteLevel level, String sentence) {
        told.note(level, sentence);
    }

    @Override
    public Lane lane(String name) {
        RecordingLane open = told.lane(name);
        return new Lane() {
            @Override
            public LanePass pass() {
                return open.pass();
            }

            @Override
            public Mono<LanePass> reserve(long tokens) {
                return busy.containsKey(name)
                        ? Mono.error(new LaneBusy(name, Optional.of(busy.get(name))))
                        : open.reserve(tokens);
            }

            @Override
            public Mono<Void> hold(Instant until, String why) {
                return open.hold(until, why);
            }
        };
    }

    @Override
    public synchronized void spent(Usage usage) {
        spent = spent.plus(usage);
    }

    @Override
    public synchronized void spentOnce(UUID id, Usage usage) {
        paid.put(id, usage);
    }
}
