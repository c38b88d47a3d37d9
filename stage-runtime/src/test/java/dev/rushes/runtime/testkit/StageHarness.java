package dev.rushes.runtime.testkit;

import dev.rushes.events.ControlAction;
import dev.rushes.events.ControlCommand;
import dev.rushes.events.JobEvent;
import dev.rushes.events.WorkLease;
import dev.rushes.runtime.engine.Crew;
import dev.rushes.runtime.engine.Delivery;
import dev.rushes.runtime.engine.EngineSettings;
import dev.rushes.runtime.engine.Envelope;
import dev.rushes.runtime.engine.LaneDefinition;
import dev.rushes.runtime.engine.Lanes;
import dev.rushes.runtime.engine.Leases;
import dev.rushes.runtime.engine.Letter;
import dev.rushes.runtime.engine.Order;
import dev.rushes.runtime.engine.Origin;
import dev.rushes.runtime.engine.Outbox;
import dev.rushes.runtime.engine.Partition;
import dev.rushes.runtime.engine.RegistryUnavailable;
import dev.rushes.runtime.engine.StageEngine;
import dev.rushes.runtime.engine.Tools;
import dev.rushes.runtime.engine.Trace;
import dev.rushes.runtime.engine.Tries;
import dev.rushes.runtime.engine.UnreadableRecord;
import dev.rushes.runtime.observe.StageMeters;
import dev.rushes.runtime.observe.StageState;
import dev.rushes.runtime.rules.FairShares;
import dev.rushes.runtime.rules.LaneState;
import dev.rushes.runtime.rules.LeaseBook;
import dev.rushes.runtime.rules.LeaseTimes;
import dev.rushes.runtime.rules.StoppedRuns;
import dev.rushes.runtime.rules.Urgency;
import dev.rushes.runtime.rules.WindowLimits;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.wire.LeaseWire;
import dev.rushes.runtime.wire.StageDefinition;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Runs a stage in memory, through the very code that runs it in production: window, tries, outcomes, retries, dead letters. The test moves
 * the clock, hands records in again, makes sending fail, lets the process crash at a chosen letter, and looks at what was published.
 *
 * <pre>{@code
 * StageHarness<Footage, Chunk> harness = StageHarness.of(definition);
 * harness.deliver(mediaStored);
 * harness.settle();
 * assertThat(harness.facts(ChunkStored.class)).hasSize(3);
 * }</pre>
 *
 * @param <I> what the stage takes
 * @param <O> the facts that it gives
 */
public final class StageHarness<I, O> implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BRIEFLY = Duration.ofMillis(1);
    private static final Duration LOOK = Duration.ofMillis(1);
    private static final FairShares SHARES = new FairShares(Duration.ofSeconds(30), Map.of());
    private static final LeaseTimes LEASES = new LeaseTimes(Duration.ofSeconds(5), Duration.ofSeconds(15), 3);
    private static final EngineSettings.Parking PARKING = new EngineSettings.Parking(Duration.ofMinutes(1), 64);
    private static final AtomicInteger LIVES = new AtomicInteger();
    private static final WindowLimits ROOM = new WindowLimits(10_000, 1L << 30, 10_000, 1L << 30);

    private final StageDefinition<I, O> definition;
    private final List<LaneDefinition> lanes;
    private final ManualTimer timer = new ManualTimer();
    private final Random random = new Random(1);
    private final Scheduler workers = Schedulers.newBoundedElastic(16, 1_000, "harness", 10, true);
    private final List<Letter> sent = new CopyOnWriteArrayList<>();
    private final List<Parcel> parcels = new CopyOnWriteArrayList<>();
    private final List<WorkLease> leases = new CopyOnWriteArrayList<>();
    private final AtomicInteger offsets = new AtomicInteger();
    private final List<StageHarness<I, O>> others = new CopyOnWriteArrayList<>();
    /** Records on partitions of the retry topic that nobody here owns. Guarded by itself. */
    private final List<Parcel> abroad = new ArrayList<>();

    private final AtomicInteger failuresToCome = new AtomicInteger();
    private final AtomicInteger readsToFail = new AtomicInteger();
    private final AtomicInteger oddReads = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private volatile int partition;
    private volatile Incarnation process;
    private volatile Predicate<Letter> crashBefore = letter -> false;
    private volatile Predicate<Letter> crashAfter = letter -> false;

    private StageHarness(StageDefinition<I, O> definition, List<LaneDefinition> lanes) {
        this.definition = definition;
        this.lanes = lanes;
        this.process = new Incarnation();
        if (!lanes.isEmpty()) {
            timer.advance(Duration.ofDays(1));
        }
    }

    public static <I, O> StageHarness<I, O> of(StageDefinition<I, O> definition) {
        return new StageHarness<>(definition, List.of());
    }

    /**
     * A stage with the budgets of outside services. This instance owns all of them, and has saved up for a day what can be saved up; after a
     * {@link #restart} it begins with nothing.
     */
    public static <I, O> StageHarness<I, O> of(StageDefinition<I, O> definition, LaneDefinition... lanes) {
        return new StageHarness<>(definition, List.of(lanes));
    }

    /** Puts a record on the stage's topic. */
    public void deliver(SpecificRecord record) {
        JobTicket ticket = definition.wire().ticket(record);
        hand(new Parcel(Optional.of(record), definition.stage().topic(), Outside.of(ticket)));
    }

    /** Puts bytes on the stage's topic that are no record. */
    public void deliverNoise(UUID jobId) {
        hand(new Parcel(
                Optional.empty(), definition.stage().topic(), new Outside(jobId, 1, Optional.empty(), Urgency.NORMAL)));
    }

    /** Hands everything in again that ever lay on the stage's topic, as a rebalance or a replay would. */
    public void redeliverAll() {
        parcels.stream()
                .filter(parcel -> parcel.envelope()
                        .partition()
                        .topic()
                        .equals(definition.stage().topic()))
                .map(Parcel::again)
                .toList()
                .forEach(this::hand);
    }

    /** Makes the next tries to send fail, as if the broker were away. */
    public void failSends(int tries) {
        failuresToCome.set(tries);
    }

    /** Makes the next tries to read a record fail, as if the registry were away. */
    public void failReads(int tries) {
        readsToFail.set(tries);
    }

    /** Makes the next tries to read a record fail in a way that nobody has a name for. */
    public void failReadsOddly(int tries) {
        oddReads.set(tries);
    }

    /** How often a record was read, or was to be. */
    public int reads() {
        return reads.get();
    }

    /** What the stage does, as operators see it. */
    public StageState state() {
        return process.engine.report().state();
    }

    /** Stops the process for good when it is about to send such a letter. */
    public void crashBefore(Predicate<Letter> letter) {
        crashBefore = letter;
    }

    /** Stops the process for good when such a letter has been stored, before the process learns of it. */
    public void crashAfter(Predicate<Letter> letter) {
        crashAfter = letter;
    }

    public boolean crashed() {
        return process.dead;
    }

    /** Starts the process anew: it gets all records that were not finished. */
    public void restart() {
        crashBefore = letter -> false;
        crashAfter = letter -> false;
        process.dead = true;
        process = new Incarnation();
        leases.forEach(process::hear);
        parcels.stream()
                .filter(parcel -> !parcel.finished)
                .map(parcel -> parcel.inheritedFromTheDead())
                .toList()
                .forEach(parcel -> process.engine.admit(List.of(parcel)));
    }

    /** Stops the process for good, now, whatever it is doing. */
    public void kill() {
        process.dead = true;
    }

    /** From now on records lie on that partition of the stage's topic and its retry topic. */
    public void at(int number) {
        partition = number;
    }

    /**
     * From now on both hear what the other one tells all instances, leases and pauses of lanes, and records that one sends to a partition of the other
     * come there. The test moves both clocks, and says who owns which partitions.
     */
    public void meet(StageHarness<I, O> other) {
        others.add(other);
        other.others.add(this);
    }

    /** Gets all records that an instance, which has died, has not finished; the test gives it the partitions as well. */
    public void inherit(StageHarness<I, O> dead) {
        dead.parcels.stream()
                .filter(parcel -> !parcel.finished)
                .map(parcel -> new Parcel(parcel.record, parcel.envelope).inheritedFromTheDead())
                .toList()
                .forEach(this::hand);
    }

    /** Cancels the runs of a job up to and including {@code run}. */
    public void cancel(UUID jobId, int run) {
        process.engine.obey(new Order.Cancel(jobId, run));
    }

    /** Alarms ring a little too early from now on, and time passes between two looks at the clock. */
    public void sloppyClock() {
        timer.beSloppy(Duration.ofNanos(500_000), Duration.ofNanos(300_000));
    }

    /** Takes up nothing new until {@link #resume()}. */
    public void pause() {
        process.engine.obey(new Order.Pause());
    }

    /** Gives the stage an order. */
    public void order(Order order) {
        process.engine.obey(order);
    }

    public void resume() {
        process.engine.obey(new Order.Resume());
    }

    /** Requests of the same process come first, or do not any more. */
    public void giveWay(boolean now) {
        process.engine.giveWay(now);
    }

    /** Another instance was told to pause a lane. */
    public void holdLane(String name, Instant until) {
        boolean unused = process.lanes.hold(name, until);
    }

    /** How a lane stands. */
    public LaneState lane(String name) {
        return process.lanes.state(name);
    }

    /** Gives the process some of the partitions of the stage's topic and its retry topic; it begins with the only one of each. */
    public void own(Set<Integer> partitions, int total) {
        process.own(partitions, total);
        arrivals().forEach(this::take);
        others.forEach(other -> other.arrivals(this).forEach(this::take));
    }

    private List<Parcel> arrivals() {
        return arrivals(this);
    }

    /** What has waited here for the owner of its partition. */
    private List<Parcel> arrivals(StageHarness<I, O> owner) {
        synchronized (abroad) {
            List<Parcel> its = abroad.stream().filter(owner::owns).toList();
            abroad.removeAll(its);
            return its;
        }
    }

    private boolean owns(Parcel parcel) {
        return process.owned.contains(parcel.envelope.partition().number());
    }

    private void take(Parcel parcel) {
        hand(new Parcel(parcel.record, parcel.envelope));
    }

    /** A record goes to whoever owns its partition, as soon as somebody does. */
    private void travel(Parcel parcel) {
        Optional<StageHarness<I, O>> owner;
        synchronized (abroad) {
            owner = Stream.concat(Stream.of(this), others.stream())
                    .filter(any -> any.owns(parcel))
                    .findFirst();
            if (owner.isEmpty()) {
                abroad.add(parcel);
            }
        }
        owner.ifPresent(its -> its.take(parcel));
    }

    /** How many records are handled at a time. */
    public void concurrency(int records) {
        process.engine.obey(new Order.SetConcurrency(records));
    }

    /** Stops the process the ordinary way; the test must move the clock if the stage does not finish by itself. */
    public Mono<Void> drain(Duration grace) {
        return process.engine.drain(grace);
    }

    /** Moves the clock. Retries fall due, timeouts strike, held progress is told. */
    public void advance(Duration step) {
        timer.advance(step);
    }

    /** Waits until nothing runs, or the process has crashed. What is not due yet keeps waiting. */
    public void settle() {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < PATIENCE.toNanos()) {
            if (process.dead || process.engine.runningCount() == 0 && isIdle()) {
                return;
            }
            // What a stage decides takes microseconds; its tools take longer, and need the processor themselves.
            if (System.nanoTime() - begun < BRIEFLY.toNanos()) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }
        throw new AssertionError("Expected the stage to come to rest within " + PATIENCE + ", but "
                + process.engine.runningCount() + " records still run");
    }

    private boolean isIdle() {
        return Boolean.TRUE.equals(process.engine
                .idle()
                .thenReturn(true)
                .timeout(Duration.ofMillis(50), Mono.just(false))
                .block());
    }

    /** Everything that was stored, in order. */
    public List<Letter> sent() {
        return List.copyOf(sent);
    }

    /** Facts of a type, in order, repeats included. */
    public <F extends SpecificRecord> List<F> facts(Class<F> type) {
        return sent.stream()
                .filter(Letter.Fact.class::isInstance)
                .map(letter -> ((Letter.Fact) letter).record())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    public List<JobEvent> events() {
        return facts(JobEvent.class);
    }

    /** Types of the events, in order: "STAGE_RETRYING", "STAGE_FINISHED". */
    public List<String> story() {
        return events().stream().map(event -> event.getType().name()).toList();
    }

    public List<Letter.Again> retries() {
        return letters(Letter.Again.class);
    }

    public List<Letter.Dead> deadLetters() {
        return letters(Letter.Dead.class);
    }

    /** Records that are not finished: what a restart would bring again. */
    public long unfinished() {
        return parcels.stream().filter(parcel -> !parcel.finished).count();
    }

    public Instant now() {
        return timer.now();
    }

    @Override
    public void close() {
        process.dead = true;
        workers.dispose();
    }

    private <L extends Letter> List<L> letters(Class<L> type) {
        return sent.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private void hand(Parcel parcel) {
        parcels.add(parcel);
        process.engine.admit(List.of(parcel));
    }

    private void store(Letter letter) {
        sent.add(letter);
        if (letter instanceof Letter.Again again) {
            Parcel returned = ((Parcel) again.delivery()).returned(again);
            if (again.partition().isPresent()) {
                travel(returned);
            } else {
                hand(returned);
            }
        }
        if (letter instanceof Letter.Fact fact && fact.record() instanceof WorkLease told) {
            leases.add(told);
            process.hear(told);
            others.forEach(other -> other.process.hear(told));
        }
        if (letter instanceof Letter.Fact fact
                && fact.record() instanceof ControlCommand told
                && told.getAction() == ControlAction.HOLD_LANE) {
            others.forEach(other -> other.holdLane(told.getLane(), told.getUntil()));
        }
    }

    /** One life of the process: after its death nothing that it does has any effect. */
    private final class Incarnation implements Outbox {
        private final Leases known = new Leases(
                new LeaseBook.Holder("harness", "life-" + String.format("%05d", LIVES.incrementAndGet())),
                false,
                LEASES.crashes(),
                timer::steady);
        private final Lanes lanes = new Lanes(StageHarness.this.lanes, timer, new SimpleMeterRegistry());
        private final StageEngine<I, O> engine = new StageEngine<>(
                definition,
                definition.policy(),
                new Tools(
                        this,
                        timer,
                        random,
                        new Crew(workers, Crew.TASKS_IN_A_ROW),
                        new StageMeters(new SimpleMeterRegistry(), definition.stage()),
                        new StoppedRuns(1_000),
                        known,
                        lanes,
                        "harness",
                        new EngineSettings(
                                ROOM,
                                ROOM,
                                SHARES,
                                0.5,
                                LEASES,
                                PARKING,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(10))));
        private volatile Set<Integer> owned = Set.of();
        private volatile boolean dead;

        Incarnation() {
            own(Set.of(0), 1);
        }

        void own(Set<Integer> partitions, int total) {
            owned = Set.copyOf(partitions);
            lanes.own(definition.stage().topic(), partitions, total);
            lanes.own(definition.stage().retryTopic(), partitions, total);
        }

        void hear(WorkLease told) {
            LeaseWire.sign(told)
                    .ifPresent(sign -> known.hear(
                            LeaseWire.lease(told),
                            sign,
                            Duration.ofMillis(told.getLengthMillis()),
                            told.getOccurredAt()));
        }

        @Override
        public void send(Letter letter, Answer answer) {
            if (dead || crashBefore.test(letter)) {
                dead = true;
                return;
            }
            if (failuresToCome.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                answer.failed(new IllegalStateException("Expected the broker, but it is away"));
                return;
            }
            boolean last = crashAfter.test(letter);
            dead |= last;
            store(letter);
            if (!last) {
                answer.stored();
            }
        }
    }

    /** What the headers of a record say. */
    private record Outside(UUID jobId, int run, Optional<String> tenant, Urgency urgency) {
        static Outside of(JobTicket ticket) {
            return new Outside(
                    ticket.jobId(),
                    ticket.run(),
                    Optional.of(ticket.tenant()),
                    Urgency.valueOf(ticket.priority().name()));
        }

        static Outside of(Envelope envelope) {
            return new Outside(
                    envelope.jobId().orElseThrow(), envelope.run().orElse(1), envelope.tenant(), envelope.urgency());
        }
    }

    /** A record in memory. */
    private class Parcel implements Delivery {
        private final Optional<SpecificRecord> record;
        private final Envelope envelope;
        private boolean careful;
        private volatile boolean finished;

        Parcel(Optional<SpecificRecord> record, String topic, Outside outside) {
            this.record = record;
            int offset = offsets.getAndIncrement();
            this.envelope = envelope(
                    offset,
                    new Partition(topic, partition),
                    new Origin(topic, partition, offset),
                    outside,
                    Tries.FIRST,
                    Instant.EPOCH);
        }

        private Parcel(Optional<SpecificRecord> record, Envelope envelope) {
            this.record = record;
            this.envelope = envelope;
        }

        private Envelope envelope(
                int offset, Partition where, Origin origin, Outside outside, Tries tries, Instant due) {
            return new Envelope(
                    where,
                    offset,
                    origin,
                    Optional.of(outside.jobId()),
                    Optional.of(outside.run()),
                    outside.tenant(),
                    outside.urgency(),
                    tries,
                    due,
                    100,
                    Trace.begin(new Random(offset)));
        }

        /** The same record as a new one of the same topic. */
        Parcel again() {
            return new Parcel(record, envelope.partition().topic(), Outside.of(envelope));
        }

        Parcel returned(Letter.Again again) {
            return new Parcel(
                    record,
                    envelope(
                            offsets.getAndIncrement(),
                            new Partition(
                                    definition.stage().retryTopic(),
                                    again.partition().orElse(partition)),
                            envelope.origin(),
                            Outside.of(envelope),
                            again.next(),
                            again.due()));
        }

        Parcel inheritedFromTheDead() {
            careful = true;
            return this;
        }

        @Override
        public Delivery again(Tries next, Instant due) {
            Parcel first = this;
            return new Parcel(
                    record,
                    envelope(
                            (int) envelope.offset(),
                            new Partition(envelope.partition().topic(), partition),
                            envelope.origin(),
                            Outside.of(envelope),
                            next,
                            due)) {
                @Override
                public void finish() {
                    first.finish();
                }
            };
        }

        @Override
        public boolean careful() {
            return careful;
        }

        @Override
        public Envelope envelope() {
            return envelope;
        }

        @Override
        public SpecificRecord decode() {
            int unused = reads.incrementAndGet();
            if (readsToFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new RegistryUnavailable("Expected the registry to answer, but it is away", null);
            }
            if (oddReads.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("Expected to read a record, but found a fault of ours");
            }
            return record.orElseThrow(() -> new UnreadableRecord("Expected a record, but got noise", null));
        }

        @Override
        public void finish() {
            finished |= !process.dead;
        }
    }
}
