package dev.rushes.runtime.engine;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.observe.LogFields;
import dev.rushes.runtime.observe.StageReport;
import dev.rushes.runtime.rules.FairQueue.Grant;
import dev.rushes.runtime.rules.ShelfRule;
import dev.rushes.runtime.rules.Urgency;
import dev.rushes.runtime.rules.UrgencyOverrides;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.wire.StageDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    private static final int MAX_DOUBLINGS = 6;
    /** Jobs whose changed urgency is remembered; one that is forgotten counts with the urgency that its records say. */
    private static final int REMEMBERED_URGENCIES = 10_000;

    private final StagePolicy policy;
    private final Tools tools;
    private final Workshop<I, O> workshop;
    private final TailMover mover;
    private final Window window;
    private final Tally tally;
    private final UrgencyOverrides urgencies = new UrgencyOverrides(REMEMBERED_URGENCIES);
    private final RunningRecords<I, O> running;
    private final ParkedRecords parked;
    private final Gate gate;
    private final Awakening awakening;
    private final IdleWatch idle = new IdleWatch();
    private final Pile ends;
    private int troubles;

    /** @param policy the stage's limits after the overrides of this instance */
    public StageEngine(StageDefinition<I, O> definition, StagePolicy policy, Tools tools) {
        this.policy = policy;
        this.tools = tools;
        this.workshop = Workshop.of(definition, policy, tools, this::amended);
        this.mover = new TailMover(definition.stage(), workshop.mail(), tools);
        this.window = Window.of(definition.stage(), tools.settings(), urgencies);
        this.tally = new Tally(window);
        this.running = new RunningRecords<>(policy.order(), tools.leases(), tools.timer());
        this.parked = new ParkedRecords(
                window, tools.lanes(), tools.timer(), tools.settings().parking().records());
        this.gate = new Gate(definition.stage(), policy.concurrency());
        this.awakening = new Awakening(tools.timer(), this::dispatch, this::makeRound, this::haveAGlance);
        this.ends = new Pile(this::dispatchAfter, workshop.crew()::runLast);
        tools.lanes().listen(this::called);
        new EngineGauges(this, tools).show();
    }

    public FlowStage stage() {
        return workshop.stage();
    }

    @Override
    public void admit(List<? extends Delivery> deliveries) {
        Instant now = tools.timer().now();
        deliveries.forEach(
                its -> tools.meters().received(its.envelope().partition().topic()));
        List<Window.Surplus> elsewhere = new ArrayList<>();
        dispatchAfter(() -> deliveries.forEach(its -> {
            if (passesBy(its, now)) {
                window.count(its);
                elsewhere.add(new Window.Surplus(its, its.envelope().due()));
            } else {
                window.admit(its, now);
            }
        }));
        elsewhere.forEach(this::putAway);
    }

    /** What is due much later does not come into a window that is nearly full, so that the log behind it is read without waiting for a round. */
    private boolean passesBy(Delivery delivery, Instant now) {
        return mayMoveRecords()
                && ShelfRule.isFar(delivery.envelope().due(), now)
                && window.nearlyFull(delivery.envelope().partition());
    }

    @Override
    public synchronized boolean full(Partition partition) {
        return gate.isDraining() || gate.isGivingWay() || window.full(partition);
    }

    @Override
    public void forget(Partition partition) {
        List<Running<I, O>> left;
        synchronized (this) {
            window.take(delivery -> delivery.envelope().partition().equals(partition))
                    .forEach(this::letGo);
            left = running.of(delivery -> delivery.envelope().partition().equals(partition));
        }
        left.forEach(work -> work.partitionIsGone(policy.revoked(), workshop.mail()));
    }

    /** A record that waited is not ours any more, or need not be done. */
    private void letGo(Delivery delivery) {
        window.release(delivery);
        parked.forget(delivery);
        running.freeJob(delivery);
    }

    @Override
    public void relieve(Partition partition, long last) {
        List<Running<I, O>> work;
        List<Window.Surplus> waiting;
        synchronized (this) {
            if (!mayMoveRecords()) {
                return;
            }
            Predicate<Delivery> there = delivery -> delivery.envelope().isUpTo(partition, last);
            work = running.of(there);
            waiting = window.takeNotDue(there);
        }
        work.forEach(its -> mover.goOnUnderLease(its.delivery(), its.custody()));
        waiting.forEach(this::move);
    }

    private boolean mayMoveRecords() {
        return policy.order() != JobOrder.STRICT && !gate.isDraining();
    }

    private void move(Window.Surplus surplus) {
        synchronized (this) {
            parked.leave(surplus.delivery());
        }
        mover.move(surplus, this::moved, this::stays);
    }

    private void putAway(Window.Surplus surplus) {
        if (mover.shelve(surplus)) {
            moved(surplus.delivery());
        } else {
            move(surplus);
        }
    }

    private synchronized void moved(Delivery delivery) {
        window.release(delivery);
    }

    private void stays(Delivery delivery) {
        dispatchAfter(() -> window.putBack(
                delivery, delivery.envelope().due(), tools.timer().now()));
    }

    /** Does what is asked. */
    public void obey(Order order) {
        synchronized (this) {
            switch (order) {
                case Order.Cancel _ -> {}
                case Order.SetPriority wanted -> rank(wanted.jobId(), wanted.priority());
                case Order.Pause _ -> gate.setPaused(true);
                case Order.Resume _ -> gate.setPaused(false);
                case Order.SetConcurrency wanted -> gate.setConcurrency(wanted.records());
                case Order.ResetConcurrency _ -> gate.resetConcurrency();
            }
        }
        if (order instanceof Order.Cancel cancel) {
            cancel(cancel.jobId(), cancel.run());
        }
        dispatch();
    }

    /** Takes up nothing new while requests of this process come first, and reads nothing more; what runs, runs on. */
    public void giveWay(boolean now) {
        synchronized (this) {
            gate.setGivingWay(now);
        }
        if (!now) {
            dispatch();
        }
    }

    private void cancel(UUID job, int run) {
        tools.stopped().stop(job, run);
        List<Delivery> dropped;
        List<Running<I, O>> stopped;
        synchronized (this) {
            dropped = window.take(delivery -> delivery.envelope().isOf(job, run));
            dropped.forEach(this::letGo);
            // One that does not say its run is read again, and dropped then.
            parked.call(delivery -> delivery.envelope().isOf(job));
            stopped = running.all().stream()
                    .filter(work -> work.attempt().concerns(job, run))
                    .toList();
        }
        dropped.forEach(Delivery::finish);
        stopped.forEach(work -> work.attempt().stop(Attempt.Stop.RUN_IS_OVER));
    }

    private void rank(UUID job, JobTicket.Priority priority) {
        urgencies.set(job, Urgency.valueOf(priority.name()));
        window.rank(job, tools.timer().now());
    }

    /** What the record leads to carries the urgency that its job has by now. */
    private JobTicket amended(JobTicket ticket) {
        return urgencies
                .of(ticket.jobId())
                .map(now -> ticket.withPriority(JobTicket.Priority.valueOf(now.name())))
                .orElse(ticket);
    }

    /** Lanes have room for records that were told to wait. */
    private void called(Set<Origin> origins) {
        dispatchAfter(() ->
                parked.call(delivery -> origins.contains(delivery.envelope().origin())));
    }

    private synchronized boolean mayPark() {
        return parked.hasRoom();
    }

    private void dispatch() {
        dispatchAfter(() -> {});
    }

    /** Makes a change, takes up what may be taken up after it, and lets it begin: in one go, so that nobody finds the engine idle in between. */
    private void dispatchAfter(Runnable change) {
        List<Running<I, O>> begun = new ArrayList<>();
        Runnable signal;
        synchronized (this) {
            change.run();
            // A look at a clock costs as much as a look at the window: a single one at each, whatever is taken up.
            Instant now = tools.timer().now();
            Instant steady = tools.timer().steady();
            for (Optional<Running<I, O>> next = next(now, steady); next.isPresent(); next = next(now, steady)) {
                begun.add(next.get());
            }
            awakening.set(now, window, gate, running.size());
            signal = idle.signal(running.size());
        }
        begun.forEach(work -> workshop.crew().passOn(work.attempt()::begin));
        signal.run();
    }

    private Optional<Running<I, O>> next(Instant now, Instant steady) {
        if (!gate.isOpen(steady, running.size())) {
            return Optional.empty();
        }
        Optional<Grant<Delivery>> picked = window.pick(now, running.eligible());
        if (picked.isEmpty()) {
            return Optional.empty();
        }
        Delivery delivery = picked.get().item();
        int crashes = running.crashes(delivery);
        if (!running.beginIfSuspect(delivery, crashes)) {
            window.giveBack(picked.get());
            return Optional.empty();
        }
        return Optional.of(takeUp(picked.get(), crashes, now, steady));
    }

    private Running<I, O> takeUp(Grant<Delivery> grant, int crashes, Instant now, Instant steady) {
        Delivery delivery = grant.item();
        parked.leave(delivery);
        Duration waited = Duration.between(grant.entitlement().since(), now);
        tools.meters().waited(delivery.envelope().urgency(), waited);
        Custody custody = new Custody(delivery, running.sequence(delivery), tools, crashes);
        Running<I, O> work = new Running<>(
                its -> new Attempt<>(workshop, delivery, custody, this::mayPark, new End(its)), grant, custody, steady);
        running.add(work);
        gate.takenUp(steady);
        return work;
    }

    /** Hears what became of a record that was taken up. */
    private final class End implements Aftermath.End {
        private final Running<I, O> work;

        End(Running<I, O> work) {
            this.work = work;
        }

        @Override
        public void done(Plan plan) {
            ended(work, plan);
        }

        @Override
        public void failed(Throwable error) {
            troubled(work, error);
        }
    }

    private void ended(Running<I, O> work, Plan plan) {
        Instant now = tools.timer().steady();
        tools.meters().ended(plan.ending().label(), Duration.between(work.since(), now));
        ends.add(() -> {
            troubles = 0;
            tally.left(work.delivery(), plan.ending());
            leave(work, now);
            goOn(work, plan.then());
            gate.learn(plan, now);
        });
    }

    private void goOn(Running<I, O> work, Plan.Then then) {
        if (then instanceof Plan.Then.WaitForLane(Instant due) && work.custody().isOurs()) {
            parked.park(work.delivery(), due);
            running.keepPlace(work.delivery());
            return;
        }
        window.release(work.delivery());
        switch (then) {
            case Plan.Then.Finish _, Plan.Then.WaitForLane _ -> {}
            case Plan.Then.Leave _ -> waitHere(work, work.delivery());
            case Plan.Then.WaitHere(Tries next, Instant due) ->
                waitHere(work, work.delivery().again(next, due));
        }
    }

    /** A record that is still ours to finish comes from nowhere else; whoever else works on it now holds a lease. */
    private void waitHere(Running<I, O> work, Delivery delivery) {
        if (work.custody().isOurs()) {
            window.admit(delivery, tools.timer().now());
            running.keepPlace(delivery);
        }
    }

    /** Nothing could be done with the record now: it waits here, with its place in the log held, until something can. */
    private void troubled(Running<I, O> work, Throwable error) {
        dispatchAfter(() -> {
            leave(work, tools.timer().steady());
            Duration wait = FIRST_WAIT_AFTER_TROUBLE.multipliedBy(1L << Math.min(troubles++, MAX_DOUBLINGS));
            String place = work.delivery().envelope().place();
            LogFields.during(
                    work.attempt().logFields(),
                    () -> LOG.warn("{} can't be taken up now and waits {}", place, wait, error));
            if (work.custody().isDisowned()) {
                window.release(work.delivery());
            } else {
                Instant now = tools.timer().now();
                window.putBack(work.delivery(), now.plus(wait), now);
                running.keepPlace(work.delivery());
            }
        });
    }

    private void leave(Running<I, O> work, Instant now) {
        if (running.remove(work)) {
            window.settle(work.grant(), Duration.between(work.since(), now));
        }
    }

    /** Nobody works on it here any more, and no sign of life may say so: whoever gets the record would wait for the end of it. */
    private void abandon(Running<I, O> work) {
        work.attempt().abandon();
        synchronized (this) {
            leave(work, tools.timer().steady());
        }
    }

    /** Tells people of the work that takes long that it has begun, and stops what takes too long. */
    private void haveAGlance() {
        List<Running<I, O>> all;
        synchronized (this) {
            awakening.glanceBegins();
            all = running.all();
        }
        Instant now = tools.timer().steady();
        Optional<Instant> next =
                all.stream().flatMap(work -> work.look(now).stream()).min(Comparator.naturalOrder());
        synchronized (this) {
            next.map(tools.timer()::onTheWall).ifPresent(awakening::glanceAt);
        }
    }

    /** Tells the others what takes long here, stops what they have taken over, makes room, and looks for records whose leases have ended. */
    private void makeRound() {
        Instant now = tools.timer().now();
        List<Running<I, O>> all;
        List<Window.Surplus> surplus;
        synchronized (this) {
            awakening.roundBegins();
            all = running.all();
            surplus = mayMoveRecords()
                    ? window.takeSurplus(tools.settings().tenantShare(), gate.concurrency(), now)
                    : List.of();
        }
        all.forEach(work -> work.giveSign(workshop.mail()));
        surplus.forEach(this::putAway);
        dispatch();
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
                gate.drain();
            }
            return new Farewell<>(stage(), tools.timer(), this::allRunning, Mono.defer(this::idle), this::abandon)
                    .within(grace);
        });
    }

    private synchronized List<Running<I, O>> allRunning() {
        return running.all();
    }

    /** Completes when nothing runs. */
    public synchronized Mono<Void> idle() {
        return idle.when(running.size());
    }

    /** Whether something that every record needs is away. */
    public synchronized boolean outage() {
        return gate.outage();
    }

    /** What it does now; whoever knows the sources adds them. */
    public synchronized StageReport report() {
        return new StageReport(
                stage(),
                gate.state(),
                gate.concurrency(),
                running.size(),
                window.waiting(),
                running.oldest(),
                window.oldest(),
                List.of(),
                running.fresh(stage().topic()),
                tally.report());
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
