package dev.rushes.runtime.engine;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.observe.JobSince;
import dev.rushes.runtime.observe.LogFields;
import dev.rushes.runtime.observe.StageReport;
import dev.rushes.runtime.observe.StageState;
import dev.rushes.runtime.rules.FairQueue.Grant;
import dev.rushes.runtime.rules.LeaseBook.Standing;
import dev.rushes.runtime.rules.OutageBreaker;
import dev.rushes.runtime.rules.Urgency;
import dev.rushes.runtime.rules.UrgencyOverrides;
import dev.rushes.runtime.rules.WindowLoad;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Revoked;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.wire.StageDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
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
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 6;
    /** Jobs whose changed urgency is remembered; one that is forgotten counts with the urgency that its records say. */
    private static final int REMEMBERED_URGENCIES = 10_000;

    private static final Duration TIME_TO_SETTLE = Duration.ofSeconds(5);

    private final StageDefinition<I, O> definition;
    private final StagePolicy policy;
    private final Tools tools;
    private final Mail mail;
    private final TailMover mover;
    private final Window window;
    private final UrgencyOverrides urgencies = new UrgencyOverrides(REMEMBERED_URGENCIES);
    private final Map<Delivery, Running<I, O>> running = new LinkedHashMap<>();
    /** Jobs that are worked on, and whose record; where order is strict also those whose record waits for its next try. */
    private final Map<UUID, Delivery> busyJobs = new HashMap<>();

    private final Set<Work> worksRunning = new HashSet<>();

    private final Disposable.Swap alarm = Disposables.swap();
    private final Disposable.Swap round = Disposables.swap();
    private boolean roundIsSet;
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
        this.mover = new TailMover(definition.stage(), mail, tools);
        this.concurrency = policy.concurrency();
        this.window = new Window(
                Map.of(
                        definition.stage().topic(),
                                new WindowLoad<>(tools.settings().window()),
                        definition.stage().retryTopic(),
                                new WindowLoad<>(tools.settings().retryWindow())),
                tools.settings().shares(),
                urgencies);
        new EngineGauges(this, tools).show();
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
    public void forget(Partition partition) {
        List<Running<I, O>> left;
        synchronized (this) {
            window.take(delivery -> delivery.envelope().partition().equals(partition))
                    .forEach(this::letGo);
            left = running(delivery -> delivery.envelope().partition().equals(partition));
        }
        for (Running<I, O> work : left) {
            work.custody().disown();
            if (policy.revoked() == Revoked.FINISH) {
                work.custody().secure().ifPresent(this::tell);
            } else if (work.custody().isDisowned()) {
                work.attempt().stop(Attempt.Stop.ELSEWHERE);
            }
        }
    }

    /** A record that waited is not ours any more, or need not be done. */
    private void letGo(Delivery delivery) {
        window.release(delivery);
        delivery.envelope().jobId().ifPresent(job -> busyJobs.remove(job, delivery));
    }

    private List<Running<I, O>> running(Predicate<Delivery> which) {
        return running.values().stream()
                .filter(work -> which.test(work.delivery()))
                .toList();
    }

    @Override
    public void relieve(Partition partition, long offset) {
        List<Running<I, O>> work;
        List<Delivery> waiting;
        synchronized (this) {
            if (!mayMoveRecords()) {
                return;
            }
            Predicate<Delivery> there = delivery -> delivery.envelope().isAt(partition, offset);
            work = running(there);
            waiting = window.takeNotDue(there);
        }
        work.forEach(its -> mover.goOnUnderLease(its.delivery(), its.custody()));
        waiting.forEach(its -> move(new Window.Surplus(its, its.envelope().due())));
    }

    private boolean mayMoveRecords() {
        return policy.order() != JobOrder.STRICT && !draining;
    }

    private void move(Window.Surplus surplus) {
        mover.move(surplus, this::moved, this::stays);
    }

    private synchronized void moved(Delivery delivery) {
        window.release(delivery);
    }

    private void stays(Delivery delivery) {
        synchronized (this) {
            window.putBack(delivery, delivery.envelope().due(), tools.timer().now());
        }
        dispatch();
    }

    /** Tells the other instances; if they don't hear it, they hear the next sign. */
    private void tell(Letter letter) {
        Disposable unused = mail.attempt(letter)
                .subscribeOn(tools.workers())
                .subscribe(none -> {}, error -> LOG.warn("A sign of life can't be sent", error));
    }

    /** Does what is asked. */
    public void obey(Order order) {
        switch (order) {
            case Order.Cancel cancel -> cancel(cancel.jobId(), cancel.run());
            case Order.SetPriority wanted -> rank(wanted.jobId(), wanted.priority());
            case Order.Pause pause -> setPaused(true);
            case Order.Resume resume -> setPaused(false);
            case Order.SetConcurrency wanted -> setConcurrency(wanted.records());
            case Order.ResetConcurrency reset -> setConcurrency(policy.concurrency());
        }
        dispatch();
    }

    private void cancel(UUID job, int run) {
        tools.stopped().stop(job, run);
        List<Delivery> dropped;
        List<Running<I, O>> stopped;
        synchronized (this) {
            dropped = window.take(delivery -> isOf(delivery.envelope(), job, run));
            dropped.forEach(this::letGo);
            stopped = running.values().stream()
                    .filter(work -> work.attempt().concerns(job, run))
                    .toList();
        }
        dropped.forEach(Delivery::finish);
        stopped.forEach(work -> work.attempt().stop(Attempt.Stop.RUN_IS_OVER));
    }

    private synchronized void rank(UUID job, JobTicket.Priority priority) {
        urgencies.set(job, Urgency.valueOf(priority.name()));
        window.rank(job, tools.timer().now());
    }

    /** What the record leads to carries the urgency that its job has by now. */
    private JobTicket amended(JobTicket ticket) {
        Urgency said = Urgency.valueOf(ticket.priority().name());
        return ticket.withPriority(
                JobTicket.Priority.valueOf(urgencies.of(ticket.jobId(), said).name()));
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
        setRound();
        Instant now = tools.timer().now();
        for (Optional<Running<I, O>> next = next(now); next.isPresent(); next = next(now)) {
            start(next.get());
            now = tools.timer().now();
        }
        setAlarm(now);
    }

    private synchronized Optional<Running<I, O>> next(Instant now) {
        if (paused
                || draining
                || running.size() >= concurrency
                || !breaker.allows(tools.timer().steady(), running.size())) {
            return Optional.empty();
        }
        Optional<Grant<Delivery>> picked = window.pick(now, this::mayRun);
        if (picked.isPresent() && !isAlone(picked.get().item())) {
            putBackUntried(picked.get().item(), now);
            return Optional.empty();
        }
        return picked.map(grant -> {
            Delivery delivery = grant.item();
            Duration waited = Duration.between(grant.entitlement().since(), now);
            tools.meters().waited(delivery.envelope().urgency(), waited);
            Custody custody =
                    new Custody(delivery, tools.leases(), tools.settings().leases(), tools.timer(), crashes(delivery));
            Running<I, O> work = new Running<>(
                    new Attempt<>(definition, policy, mail, tools, delivery, custody, this::amended),
                    delivery,
                    custody,
                    tools.timer().steady());
            running.put(delivery, work);
            boolean unused = worksRunning.add(delivery.envelope().work());
            if (policy.order() != JobOrder.ANY) {
                delivery.envelope().jobId().ifPresent(job -> busyJobs.put(job, delivery));
            }
            return work;
        });
    }

    private boolean mayRun(Delivery delivery) {
        return !worksRunning.contains(delivery.envelope().work())
                && mayRunBesideItsJob(delivery)
                && switch (standing(delivery)) {
                    case Standing.Elsewhere(Instant _) -> false;
                    // A record that stands for work that goes on here.
                    case Standing.Mine _ -> false;
                    case Standing.Free(int crashes) ->
                        crashes == 0 || tools.leases().noSuspectRuns();
                };
    }

    /** Another stage of this process may have taken up a suspect since the look. */
    private boolean isAlone(Delivery delivery) {
        return crashes(delivery) == 0
                || tools.leases().beginSuspect(delivery.envelope().work());
    }

    private void putBackUntried(Delivery delivery, Instant now) {
        window.settle(delivery, Duration.ZERO);
        window.putBack(delivery, delivery.envelope().due(), now);
    }

    private boolean mayRunBesideItsJob(Delivery delivery) {
        return policy.order() == JobOrder.ANY
                || delivery.envelope()
                        .jobId()
                        .map(busyJobs::get)
                        .filter(busy -> !busy.equals(delivery))
                        .isEmpty();
    }

    private Standing standing(Delivery delivery) {
        return tools.leases().standing(delivery.envelope().work(), tools.timer().steady());
    }

    private int crashes(Delivery delivery) {
        return standing(delivery) instanceof Standing.Free(int crashes) ? crashes : 0;
    }

    private void start(Running<I, O> work) {
        work.begin(work.attempt()
                .run()
                .subscribeOn(tools.workers())
                .subscribe(plan -> ended(work, plan), error -> troubled(work, error)));
    }

    private void ended(Running<I, O> work, Plan plan) {
        Ending ending = plan.ending();
        Duration took = Duration.between(work.since(), tools.timer().steady());
        tools.meters().ended(ending.label(), took);
        LOG.debug("{} of {} after {}", ending, work.delivery().envelope().place(), took);
        synchronized (this) {
            troubles = 0;
            idle.handover();
            leave(work);
            goOn(work, plan.then());
            learn(ending);
        }
        dispatch();
        signalIdle();
    }

    private void goOn(Running<I, O> work, Plan.Then then) {
        window.release(work.delivery());
        switch (then) {
            case Plan.Then.Finish _ -> {}
            case Plan.Then.Leave _ -> waitHere(work, work.delivery());
            case Plan.Then.WaitHere(Tries next, Instant due) ->
                waitHere(work, work.delivery().again(next, due));
        }
    }

    /** A record that is still ours to finish comes from nowhere else; whoever else works on it now holds a lease. */
    private void waitHere(Running<I, O> work, Delivery delivery) {
        if (work.custody().isOurs()) {
            window.admit(delivery, tools.timer().now());
            if (policy.order() == JobOrder.STRICT) {
                delivery.envelope().jobId().ifPresent(job -> busyJobs.put(job, delivery));
            }
        }
    }

    private void learn(Ending ending) {
        boolean before = breaker.isOpen();
        if (ending == Ending.WAITED_OUT) {
            breaker.away(tools.timer().steady());
        } else if (ending.proves()) {
            breaker.worked();
        }
        if (before != breaker.isOpen()) {
            LOG.warn(
                    before
                            ? "The {} stage has what it needs again and goes on"
                            : "Something that the {} stage needs is away: it takes up one record at a time until one"
                                    + " succeeds",
                    stage().label());
        }
    }

    /** The record could not be read now: it waits here, with its place in the log held, until it can. */
    private void troubled(Running<I, O> work, Throwable error) {
        synchronized (this) {
            idle.handover();
            leave(work);
            Duration wait = FIRST_WAIT_AFTER_TROUBLE.multipliedBy(1L << Math.min(troubles++, MAX_DOUBLINGS));
            String place = work.delivery().envelope().place();
            LogFields.on(
                            work.attempt().logFields(),
                            () -> LOG.warn("{} can't be taken up now and waits {}", place, wait, error))
                    .run();
            if (work.custody().isDisowned()) {
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
        worksRunning.remove(work.delivery().envelope().work());
        tools.leases().endSuspect(work.delivery().envelope().work());
        window.settle(
                work.delivery(), Duration.between(work.since(), tools.timer().steady()));
        work.delivery().envelope().jobId().ifPresent(job -> busyJobs.remove(job, work.delivery()));
    }

    /**
     * Sees to the next dispatch. What is due is woken even if nobody is free to take it up: an alarm for a time that is past would ring again
     * and again.
     *
     * @param now when the last pick was made; what has fallen due since then still needs one, and so an alarm
     */
    private synchronized void setAlarm(Instant now) {
        window.wake(now);
        Optional<Instant> probe =
                mayProbe() ? breaker.until().flatMap(until -> onTheWall(until, now)) : Optional.empty();
        Stream.concat(window.nextDue().stream(), probe.stream())
                .min(Comparator.naturalOrder())
                .ifPresent(when -> {
                    boolean unused = alarm.update(tools.timer().at(when, this::dispatch));
                });
    }

    /** While there is something to see to, somebody looks after it once a second. */
    private synchronized void setRound() {
        if (!roundIsSet && (!running.isEmpty() || window.waiting() > 0)) {
            roundIsSet = true;
            boolean unused = round.update(tools.timer().at(tools.timer().now().plus(ROUND), this::makeRound));
        }
    }

    /** Tells the others what takes long here, stops what they have taken over, makes room, and looks for records whose leases have ended. */
    private void makeRound() {
        Instant now = tools.timer().now();
        List<Running<I, O>> all;
        List<Window.Surplus> surplus;
        synchronized (this) {
            roundIsSet = false;
            all = List.copyOf(running.values());
            surplus =
                    mayMoveRecords() ? window.takeSurplus(tools.settings().tenantShare(), concurrency, now) : List.of();
        }
        for (Running<I, O> work : all) {
            if (work.custody().isLost()) {
                work.attempt().stop(Attempt.Stop.ELSEWHERE);
            } else {
                work.custody().sign(work.since()).ifPresent(this::tell);
            }
        }
        surplus.forEach(this::move);
        dispatch();
    }

    /** Empty if that is past: then something else is waited for, and an alarm would ring again and again. */
    private Optional<Instant> onTheWall(Instant steady, Instant now) {
        Duration wait = Duration.between(tools.timer().steady(), steady);
        return wait.isPositive() ? Optional.of(now.plus(wait)) : Optional.empty();
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

    /** What it does now; whoever knows the sources adds them. */
    public synchronized StageReport report() {
        Optional<JobSince> oldestRunning = running.values().stream()
                .min(Comparator.comparing(Running::since))
                .map(work -> new JobSince(work.delivery().envelope().jobId(), work.since()));
        return new StageReport(
                stage(),
                state(),
                concurrency,
                running.size(),
                window.waiting(),
                oldestRunning,
                window.oldest(),
                List.of());
    }

    private StageState state() {
        if (draining) {
            return StageState.DRAINING;
        }
        if (paused) {
            return StageState.PAUSED;
        }
        return breaker.isOpen() ? StageState.OUTAGE : StageState.RUNNING;
    }

    /** Records of a topic that wait or run. */
    synchronized int windowRecords(String topic) {
        return window.records(topic);
    }

    /** Bytes of the records of a topic that wait or run. */
    synchronized long windowBytes(String topic) {
        return window.bytes(topic);
    }

    public synchronized int runningCount() {
        return running.size();
    }

    public synchronized int waitingCount() {
        return window.waiting();
    }
}
