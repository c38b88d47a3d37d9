package dev.rushes.runtime.engine;

import dev.rushes.runtime.observe.LogFields;
import dev.rushes.runtime.rules.ProgressGate;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Lane;
import dev.rushes.runtime.stage.Spending;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageProgress;
import dev.rushes.runtime.stage.Usage;
import dev.rushes.runtime.wire.StageEvents;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** What a stage tells while it handles one record. News leave one after the other, so that they arrive in the order of their telling. */
final class AttemptContext<I, O> implements StageContext<O> {
    private final Taken.Readable<I> taken;
    private final Planner<I, O> planner;
    private final StageEvents events;
    private final Mail mail;
    private final AttemptLanes lanes;
    private final Timer timer;
    private final ProgressGate<StageProgress> gate;
    private final NewsLine news;
    private final Instant begun;
    private final Disposable.Swap alarm = Disposables.swap();
    private final Spending spending = new Spending();
    private final Map<UUID, Usage> paid = new ConcurrentHashMap<>();
    private final Context logging;
    private boolean startTold;
    private boolean closed;

    /**
     * @param logging what log lines carry
     * @param begun when the work begins
     */
    AttemptContext(
            Taken.Readable<I> taken, Workshop<I, O> workshop, AttemptLanes lanes, Context logging, Instant begun) {
        this.taken = taken;
        this.planner = workshop.planner();
        this.events = workshop.events();
        this.mail = workshop.mail();
        this.lanes = lanes;
        this.timer = workshop.tools().timer();
        this.gate = new ProgressGate<>(workshop.tools().settings().progressInterval());
        this.news = new NewsLine(mail, timer);
        this.begun = begun;
        this.logging = logging;
    }

    /** The work takes so long that people should know that it has begun. What ends sooner is told by its end alone. */
    synchronized void tellStart() {
        if (!startTold && !closed) {
            startTold = true;
            news.tell(planner.started(taken, begun), logging);
        }
    }

    /**
     * Sends what is still held. Nothing can be told afterwards.
     *
     * @return completes when the news are out, at the latest after a few seconds; empty if there are none
     */
    synchronized Optional<Mono<Void>> close() {
        if (!closed) {
            gate.flush().ifPresent(this::tellProgress);
            closed = true;
            alarm.dispose();
        }
        return news.close();
    }

    @Override
    public JobTicket ticket() {
        return taken.ticket();
    }

    @Override
    public int attempt() {
        return taken.tries().attempt();
    }

    @Override
    public boolean isLastAttempt() {
        return planner.isLast(taken.tries());
    }

    @Override
    public Mono<Void> announce(O fact) {
        return Mono.defer(() -> {
            tellStart();
            return mail.persist(planner.announce(taken, fact, timer.now()));
        });
    }

    @Override
    public synchronized void progress(StageProgress progress) {
        if (closed) {
            return;
        }
        gate.offer(progress, timer.now()).ifPresent(this::tellProgress);
        gate.heldUntil().ifPresent(this::wakeAt);
    }

    private void wakeAt(Instant when) {
        boolean unused = alarm.update(timer.at(when, LogFields.on(logging, this::tellHeldProgress)));
    }

    private synchronized void tellHeldProgress() {
        if (!closed) {
            gate.due(timer.now()).ifPresent(this::tellProgress);
        }
    }

    private void tellProgress(StageProgress progress) {
        tell(planner.event(taken, events.progressed(taken.at(timer.now()), progress)));
    }

    @Override
    public void note(NoteLevel level, String sentence) {
        tell(planner.event(taken, events.noted(taken.at(timer.now()), level, sentence)));
    }

    @Override
    public Lane lane(String name) {
        return lanes.lane(name, (until, why) -> mail.persist(planner.hold(taken, name, until, why, timer.now())));
    }

    @Override
    public void spent(Usage usage) {
        spending.add(usage);
    }

    @Override
    public void spentOnce(UUID id, Usage usage) {
        paid.put(id, usage);
    }

    /** What the try has used so far. */
    Usage used() {
        return spending.total();
    }

    /** What the try has told of purchases, by their identifiers. */
    Map<UUID, Usage> paid() {
        return Map.copyOf(paid);
    }

    /** What the stage's own code works in. */
    Context surroundings() {
        return spending.in(logging);
    }

    private synchronized void tell(Letter letter) {
        if (!closed) {
            tellStart();
            news.tell(letter, logging);
        }
    }
}
