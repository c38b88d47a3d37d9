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
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** What a stage tells while it handles one record. News leave one after the other, so that they arrive in the order of their telling. */
final class AttemptContext<I, O> implements StageContext<O> {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptContext.class);
    private static final int MOST_UNSENT_NEWS = 256;
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Taken.Readable<I> taken;
    private final Planner<I, O> planner;
    private final StageEvents events;
    private final Mail mail;
    private final AttemptLanes lanes;
    private final Timer timer;
    private final ProgressGate<StageProgress> gate;
    private final Sinks.Many<Letter> news =
            Sinks.many().unicast().onBackpressureBuffer(new LinkedBlockingQueue<>(MOST_UNSENT_NEWS));
    private final Sinks.Empty<Void> told = Sinks.empty();
    private final Disposable.Swap alarm = Disposables.swap();
    private final Spending spending = new Spending();
    private volatile ContextView logging = Context.empty();
    private boolean closed;

    AttemptContext(
            Taken.Readable<I> taken,
            Planner<I, O> planner,
            StageEvents events,
            Mail mail,
            AttemptLanes lanes,
            Tools tools) {
        this.taken = taken;
        this.planner = planner;
        this.events = events;
        this.mail = mail;
        this.lanes = lanes;
        this.timer = tools.timer();
        this.gate = new ProgressGate<>(tools.settings().progressInterval());
    }

    /**
     * Begins to send the news, the first of which is that the try has started.
     *
     * @param reactor what log lines carry
     */
    void open(ContextView reactor) {
        logging = reactor;
        Disposable unused = news.asFlux()
                .concatMap(mail::attempt)
                .contextWrite(reactor)
                .subscribe(sent -> {}, error -> allTold(), this::allTold);
        tell(planner.started(taken, timer.now()));
    }

    /** Sends what is still held. Nothing can be told afterwards. Completes when the news are out, at the latest after a few seconds. */
    Mono<Void> close() {
        return Mono.defer(() -> {
            synchronized (this) {
                if (!closed) {
                    gate.flush().ifPresent(this::tellProgress);
                    closed = true;
                    alarm.dispose();
                    Sinks.EmitResult unused = news.tryEmitComplete();
                }
            }
            return told.asMono().timeout(timer.after(LAST_WORDS), Mono.empty());
        });
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
    public Mono<Void> announce(O fact) {
        return Mono.defer(() -> mail.persist(planner.announce(taken, fact, timer.now())));
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

    private void allTold() {
        Sinks.EmitResult unused = told.tryEmitEmpty();
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

    Spending spending() {
        return spending;
    }

    private synchronized void tell(Letter letter) {
        if (!closed && news.tryEmitNext(letter) != Sinks.EmitResult.OK) {
            LOG.warn(
                    "Expected to tell what happens, but {} news wait to be sent already; one is lost",
                    MOST_UNSENT_NEWS);
        }
    }
}
