package dev.rushes.runtime.engine;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.observe.RuntimeMeter;
import dev.rushes.runtime.rules.OutageBreaker;
import dev.rushes.runtime.rules.WindowLoad;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.wire.StageDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Runs one stage: records come in through {@link Intake}, wait in a window, are picked when a worker is free, and leave as letters. The
 * topic and its retry topic share the window's order and the workers, but not the space.
 *
 * <p>All state is guarded by {@code this}; nothing that is called under the lock blocks or calls back.
 */
public final class StageEngine<I, O> implements Intake {
    private static final Logger LOG = LoggerFactory.getLogger(StageEngine.class);
    private static final Duration FIRST_WAIT_AFTER_TROUBLE = Duration.ofMillis(500);
    private static final Duration FIRST_OUTAGE_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_OUTAGE_WAIT = Duration.ofSeconds(30);
    private static final int MAX_DOUBLINGS = 6;
    private static final Duration TIME_TO_SETTLE = Duration.ofSeconds(5);

    private final StageDefinition<I, O> definition;
    private final StagePolicy policy;
    private final Tools tools;
    private final Mail mail;
    private final Window window;
    private final Map<Delivery, Running<I, O>> running = new HashMap<>();
    private final Set<UUID> busyJobs = new HashSet<>();
    private final Disposable.Swap alarm = Disposables.swap();
    private final IdleWatch idle = new IdleWatch();
    private final OutageBreaker breaker = new OutageBreaker(FIRST_OUTAGE_WAIT, LONGEST_OUTAGE_WAIT);
    private int concurrency;
    private boolean paused;
    private boolean draining;
    private int troubles;

    /** @param policy the stage's limits after the overrides of this instance */
    public StageEngine(StageDefinition<I, O> definition, StagePolicy policy, Tools tools) {
        this.definition = definition;
        this.policy = policy;
        this.tools = tools;
        this.mail = new Mail(tools);
        this.concurrency = policy.concurrency();
        this.window = new Window(
                Map.of(
                        definition.stage().topic(),
                                new WindowLoad<>(tools.settings().window()),
                        definition.stage().retryTopic(),
                                new WindowLoad<>(tools.settings().retryWindow())),
                tools.settings().shares());
        tools.meters().gauge(RuntimeMeter.IN_FLIGHT, this::runningCount);
        tools.meters().gauge(RuntimeMeter.WAITING, this::waitingCount);
        tools.meters().gauge(RuntimeMeter.OUTAGE, () -> outage() ? 1 : 0);
    }

    public FlowStage stage() {
        return definition.stage();
    }

    @Override
    public void admit(Delivery delivery) {
        tools.meters().received(delivery.envelope().partition().topic());
        synchronized (this) {
            window.admit(delivery, tools.timer().now());
        }
        dispatch();
    }

    @Override
    public synchronized boolean full(Partition partition) {
        return draining || window.full(partition);
    }

    @Override
    public synchronized void forget(Partition partition) {
        window.take(delivery -> delivery.envelope().partition().equals(partition))
                .forEach(window::release);
        running.values().stream()
                .filter(work -> work.delivery().envelope().partition().equals(partition))
                .forEach(Running::disown);
    }

    /** Does what is asked. */
    public void obey(Order order) {
        switch (order) {
            case Order.Cancel cancel -> cancel(cancel.jobId(), cancel.run());
            case Order.Pause pause -> setPaused(true);
            case Order.Resume resume -> setPaused(false);
            case Order.SetConcurrency wanted -> setConcurrency(wanted.records());
        }
        dispatch();
    }

    private void cancel(UUID job, int run) {
        tools.stopped().stop(job, run);
        List<Delivery> dropped;
        List<Running<I, O>> stopped;
        synchronized (this) {
            dropped = window.take(delivery -> isOf(delivery.envelope(), job, run));
            dropped.forEach(window::release);
            stopped = running.values().stream()
                    .filter(work -> work.attempt().concerns(job, run))
                    .toList();
        }
        dropped.forEach(Delivery::finish);
        stopped.forEach(work -> work.attempt().stop(Attempt.Stop.RUN_IS_OVER));
    }

    /** A record whose run is not known from outside is dropped once it is read. */
    private static boolean isOf(Envelope envelope, UUID job, int run) {
        return envelope.jobId().filter(job::equals).isPresent()
                && envelope.run().filter(its -> its <= run).isPresent();
    }

    private synchronized void setPaused(boolean value) {
        paused = value;
    }

    private synchronized void setConcurrency(int records) {
        concurrency = Math.max(1, records);
    }

    private void dispatch() {
        Instant now = tools.timer().now();
        for (Optional<Running<I, O>> next = next(now); next.isPresent(); next = next(now)) {
            start(next.get());
            now = tools.timer().now();
        }
        setAlarm(now);
    }

    private synchronized Optional<Running<I, O>> next(Instant now) {
        if (paused || draining || running.size() >= concurrency || !breaker.allows(now, running.size())) {
            return Optional.empty();
        }
        return window.pick(now, this::mayRun).map(grant -> {
            Delivery delivery = grant.item();
            tools.meters()
                    .waited(
                            delivery.envelope().urgency(),
                            Duration.between(grant.entitlement().since(), now));
            Running<I, O> work = new Running<>(new Attempt<>(definition, policy, mail, tools, delivery), delivery, now);
            running.put(delivery, work);
            if (policy.orderPerJob()) {
                delivery.envelope().jobId().ifPresent(busyJobs::add);
            }
            return work;
        });
    }

    private boolean mayRun(Delivery delivery) {
        return !policy.orderPerJob()
                || delivery.envelope().jobId().filter(busyJobs::contains).isEmpty();
    }

    private void start(Running<I, O> work) {
        work.begin(work.attempt()
                .run()
                .subscribeOn(tools.workers())
                .subscribe(ending -> ended(work, ending), error -> troubled(work, error)));
    }

    private void ended(Running<I, O> work, Ending ending) {
        Duration took = Duration.between(work.since(), tools.timer().now());
        tools.meters().ended(ending.label(), took);
        LOG.debug("{} of {} after {}", ending, work.delivery().envelope().place(), took);
        synchronized (this) {
            troubles = 0;
            idle.handover();
            leave(work);
            window.release(work.delivery());
            learn(ending);
        }
        dispatch();
        signalIdle();
    }

    private void learn(Ending ending) {
        boolean before = breaker.isOpen();
        if (ending == Ending.WAITED_OUT) {
            breaker.away(tools.timer().now());
        } else if (ending.proves()) {
            breaker.worked();
        }
        if (before != breaker.isOpen()) {
            LOG.warn(
                    before
                            ? "The {} stage has what it needs again and goes on"
                            : "Something that the {} stage needs is away: it takes up one record at a time until one succeeds",
                    stage().label());
        }
    }

    /** The record could not be read now: it waits here, with its place in the log held, until it can. */
    private void troubled(Running<I, O> work, Throwable error) {
        synchronized (this) {
            idle.handover();
            leave(work);
            Duration wait = FIRST_WAIT_AFTER_TROUBLE.multipliedBy(1L << Math.min(troubles++, MAX_DOUBLINGS));
            LOG.warn(
                    "{} can't be taken up now and waits {}",
                    work.delivery().envelope().place(),
                    wait,
                    error);
            if (work.disowned()) {
                window.release(work.delivery());
            } else {
                Instant now = tools.timer().now();
                window.putBack(work.delivery(), now.plus(wait), now);
            }
        }
        dispatch();
        signalIdle();
    }

    private void leave(Running<I, O> work) {
        running.remove(work.delivery());
        window.settle(
                work.delivery(), Duration.between(work.since(), tools.timer().now()));
        if (policy.orderPerJob()) {
            work.delivery().envelope().jobId().ifPresent(busyJobs::remove);
        }
    }

    /**
     * Sees to the next dispatch. What is due is woken even if nobody is free to take it up: an alarm for a time that is past would ring again
     * and again.
     *
     * @param now when the last pick was made; what has fallen due since then still needs one, and so an alarm
     */
    private synchronized void setAlarm(Instant now) {
        window.wake(now);
        Optional<Instant> probe = mayProbe() ? breaker.until() : Optional.empty();
        Stream.concat(window.nextDue().stream(), probe.stream())
                .min(Comparator.naturalOrder())
                .ifPresent(when -> {
                    boolean unused = alarm.update(tools.timer().at(when, this::dispatch));
                });
    }

    /** Whether the end of the wait is all that the next record waits for. */
    private boolean mayProbe() {
        return running.isEmpty() && window.ready() > 0 && !paused && !draining;
    }

    /**
     * Takes up nothing new, lets running work finish, then interrupts it: interrupted records go to the retry topic, due at once, and
     * the interruption is not a try.
     *
     * @param grace longest wait for running work
     * @return completes when nothing runs any more, a few seconds after the grace at the latest
     */
    public Mono<Void> drain(Duration grace) {
        return Mono.defer(() -> {
            synchronized (this) {
                draining = true;
            }
            return idle().timeout(tools.timer().after(grace), Mono.defer(() -> {
                interruptAll();
                return idle().timeout(tools.timer().after(TIME_TO_SETTLE), Mono.fromRunnable(this::abandon));
            }));
        });
    }

    private void interruptAll() {
        List<Running<I, O>> all;
        synchronized (this) {
            all = List.copyOf(running.values());
        }
        LOG.info("{} records of the {} stage are interrupted by the shutdown", all.size(), stage().label());
        all.forEach(work -> work.attempt().stop(Attempt.Stop.SHUTDOWN));
    }

    private synchronized void abandon() {
        LOG.warn("{} records of the {} stage are left to their next delivery", running.size(), stage().label());
        running.values().forEach(Running::abandon);
    }

    private void signalIdle() {
        Runnable signal;
        synchronized (this) {
            signal = idle.handedOver(running.size());
        }
        signal.run();
    }

    /** Completes when nothing runs. */
    public synchronized Mono<Void> idle() {
        return idle.when(running.size());
    }

    /** Whether something that every record needs is away. */
    public synchronized boolean outage() {
        return breaker.isOpen();
    }

    public synchronized int runningCount() {
        return running.size();
    }

    public synchronized int waitingCount() {
        return window.waiting();
    }
}
