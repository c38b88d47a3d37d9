package dev.rushes.runtime.kafka;

import dev.rushes.events.ControlAction;
import dev.rushes.events.ControlCommand;
import dev.rushes.events.WorkLease;
import dev.rushes.flow.Flow;
import dev.rushes.runtime.engine.Crew;
import dev.rushes.runtime.engine.EngineSettings;
import dev.rushes.runtime.engine.Lanes;
import dev.rushes.runtime.engine.Leases;
import dev.rushes.runtime.engine.Order;
import dev.rushes.runtime.engine.StageEngine;
import dev.rushes.runtime.engine.Timer;
import dev.rushes.runtime.engine.Tools;
import dev.rushes.runtime.observe.StageMeters;
import dev.rushes.runtime.rules.FairShares;
import dev.rushes.runtime.rules.LeaseBook;
import dev.rushes.runtime.rules.LeaseTimes;
import dev.rushes.runtime.rules.StoppedRuns;
import dev.rushes.runtime.rules.WindowLimits;
import dev.rushes.runtime.testkit.MemoryRegistry;
import dev.rushes.runtime.wire.LeaseWire;
import dev.rushes.runtime.wire.StageDefinition;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * One life of one instance: the real engine, window, book, shield, outbox and serdes; simulated are the clients' other ends, the threads and the
 * clock. It can die at any moment, freeze, and have a clock of its own.
 */
final class SimProcess implements Scheduler, Timer {
    /** Commits are held back for two seconds at most, so that much happens in a short time. */
    private static final KafkaSettings HASTY = settings("2s", 20_000);

    private static final Duration POLL = Duration.ofMillis(600);
    private static final Duration HOP = Duration.ofNanos(200_000);
    private static final Duration NETWORK = Duration.ofMillis(8);
    private static final Duration ON_THE_WAY = Duration.ofMillis(20);
    static final int LARGEST_RECORD = 10_000;
    static final LeaseTimes LEASES = new LeaseTimes(Duration.ofMillis(500), Duration.ofSeconds(2), 3);

    static KafkaSettings settings(String continuation, int maxSpan) {
        return new Binder(new MapConfigurationPropertySource(Map.of(
                        "rushes.kafka.commit-interval",
                        "50ms",
                        "rushes.kafka.continuation",
                        continuation,
                        "rushes.kafka.max-span",
                        maxSpan)))
                .bindOrCreate("rushes.kafka", KafkaSettings.class);
    }

    private final String name;
    private final String life;
    private final SimWorld world;
    private final SimBroker broker;
    private final SimFaults faults;
    private final FactSerde serde;
    /** What all instances hear is read with decoders of its own. */
    private final FactSerde ears = new FactSerde(new MemoryRegistry.Encoder(), MemoryRegistry.Decoder::new, 1 << 20);
    /** One task for each worker, so that something else may happen between any two. */
    private final Crew crew = new Crew(this, 1);

    private final Courier courier = new Courier(this::producer, crew);
    private final Leases leases;
    private final StoppedRuns stopped = new StoppedRuns(10_000);
    private final Lanes lanes;
    private final List<StageEngine<?, ?>> engines = new ArrayList<>();
    private final List<SimConsumer> consumers = new ArrayList<>();
    private final List<Runnable> frozenTasks = new ArrayList<>();
    private Duration clockError = Duration.ZERO;
    /** Told by others, and not heard yet, in the order in which it was stored. */
    private final Set<Hearsay> unheard = new LinkedHashSet<>();

    private boolean deaf;
    private boolean hasBeenCutOff;
    private long nextHeard;
    private long deafSince;
    private long deafUntil = Long.MIN_VALUE / 2;
    private boolean dead;
    private boolean frozen;
    private boolean leaving;
    private boolean drained;
    private long lastSend;
    private int sends;
    private int fatalSend = Integer.MAX_VALUE;

    SimProcess(String name, String life, SimWorld world, SimBroker broker, SimFaults faults) {
        this.name = name;
        this.life = life;
        this.world = world;
        this.broker = broker;
        this.faults = faults;
        this.serde = new FactSerde(new MemoryRegistry.Encoder(), () -> new SimDecoder(faults), 1 << 20);
        this.leases = new Leases(new LeaseBook.Holder(name, life), faults.isSole(), LEASES.crashes(), this::heardUpTo);
        this.lanes = new Lanes(faults.lane().definitions(), this, new CompositeMeterRegistry());
        courier.open();
        broker.topic(Flow.LEASES).forEach(record -> hear(record, true));
        broker.topic(Flow.CONTROL).forEach(record -> hear(record, true));
    }

    void run(StageDefinition<?, ?> definition) {
        StageMeters meters = new StageMeters(new CompositeMeterRegistry(), definition.stage());
        StageEngine<?, ?> engine = engine(definition, meters);
        engines.add(engine);
        source(engine.stage().topic(), engine, meters, (record, claim) -> KafkaDelivery.first(record, serde, claim));
        source(
                engine.stage().retryTopic(),
                engine,
                meters,
                (record, claim) -> KafkaDelivery.again(record, serde, claim));
    }

    private <I, O> StageEngine<I, O> engine(StageDefinition<I, O> definition, StageMeters meters) {
        WindowLimits window = new WindowLimits(faults.window(), 1 << 20, faults.window(), 1 << 20);
        EngineSettings settings = new EngineSettings(
                window,
                window,
                new FairShares(Duration.ofSeconds(5), Map.of()),
                0.5,
                LEASES,
                faults.lane().parking(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
        Tools tools = new Tools(
                new KafkaOutbox(courier, serde),
                this,
                world.random(),
                crew,
                meters,
                stopped,
                leases,
                lanes,
                name,
                settings);
        return new StageEngine<>(definition, definition.policy(), tools);
    }

    private void source(String topic, StageEngine<?, ?> engine, StageMeters meters, Handover.Wrapper wrapper) {
        KafkaSettings settings = faults.kafka();
        PartitionBook book = new PartitionBook(world::nanos);
        SimConsumer member = new SimConsumer(world, broker, this, topic);
        consumers.add(member);
        Consumer<byte[], byte[]> shield = ShieldedConsumer.around(
                member.asConsumer(),
                new ShieldedConsumer.Parts(book, engine, meters, settings, world::nanos, () -> share(topic, book)),
                () -> {},
                new CountDownLatch(1));
        shield.subscribe(List.of(topic), NOBODY);
        long[] lastPoll = {world.nanos()};
        Handover handover = new Handover(book, engine, wrapper, () -> Duration.ofNanos(world.nanos() - lastPoll[0]));
        poll(shield, records -> {
            lastPoll[0] = world.nanos();
            handover.hand(records);
        });
    }

    private void share(String topic, PartitionBook book) {
        Set<Integer> owned =
                book.partitions().stream().map(TopicPartition::partition).collect(Collectors.toSet());
        lanes.own(topic, owned, broker.partitions());
    }

    private static final ConsumerRebalanceListener NOBODY = new ConsumerRebalanceListener() {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {}
    };

    private void poll(
            Consumer<byte[], byte[]> shield, java.util.function.Consumer<ConsumerRecords<byte[], byte[]>> hand) {
        Disposable unused = doLater(world.nanos() + HOP.toNanos(), () -> {
            if (drained) {
                shield.close();
                return;
            }
            ConsumerRecords<byte[], byte[]> records = shield.poll(POLL);
            hand.accept(records);
            Duration pause = records.isEmpty() ? POLL : HOP;
            Disposable alsoUnused =
                    doLater(world.nanos() + pause.toNanos() / 2 + world.upTo(pause), () -> poll(shield, hand));
        });
    }

    /** All it does later passes here, so that it does nothing when it is dead and waits while it is frozen. */
    private Disposable doLater(long when, Runnable task) {
        Disposable handle = Disposables.single();
        world.at(when, () -> doNow(handle, task));
        return handle;
    }

    private void doNow(Disposable handle, Runnable task) {
        if (dead || handle.isDisposed()) {
            return;
        }
        if (frozen) {
            frozenTasks.add(() -> doNow(handle, task));
            return;
        }
        task.run();
    }

    // ---------------------------------------------------------------- threads and clock

    @Override
    public Instant now() {
        return world.now().plus(clockError);
    }

    @Override
    public Instant steady() {
        return world.now();
    }

    @Override
    public Disposable at(Instant when, Runnable task) {
        Duration wait = Duration.between(now(), when);
        return doLater(world.nanos() + Math.max(0, wait.toNanos()), task);
    }

    @Override
    public Disposable schedule(Runnable task) {
        return doLater(world.nanos() + world.upTo(HOP), task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return doLater(world.nanos() + unit.toNanos(delay), task);
    }

    @Override
    public Worker createWorker() {
        return new Worker() {
            private final Disposable.Composite tasks = Disposables.composite();
            private long last;

            @Override
            public Disposable schedule(Runnable task) {
                last = Math.max(last, world.nanos() + world.upTo(HOP)) + 1;
                Disposable later = doLater(last, task);
                boolean unused = tasks.add(later);
                return later;
            }

            @Override
            public void dispose() {
                tasks.dispose();
            }

            @Override
            public boolean isDisposed() {
                return tasks.isDisposed();
            }
        };
    }

    // ---------------------------------------------------------------- the way out

    @SuppressWarnings("unchecked")
    private Producer<byte[], byte[]> producer() {
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                SimProcess.class.getClassLoader(),
                new Class<?>[] {Producer.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "partitionsFor" -> Collections.nCopies(broker.partitions(), "");
                    case "send" -> {
                        send((ProducerRecord<byte[], byte[]>) arguments[0], (Callback) arguments[1]);
                        yield null;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** Stored in the order of sending; the answer may be lost, with or without the record. */
    private void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        boolean fatal = ++sends == fatalSend;
        if (fatal && world.chance(0.5)) {
            faults.crash(this, "before a send to " + record.topic());
            return;
        }
        if (record.value() != null && record.value().length > LARGEST_RECORD) {
            Disposable unused =
                    doLater(world.nanos(), () -> callback.onCompletion(null, new RecordTooLargeException("simulated")));
            return;
        }
        lastSend = Math.max(lastSend, world.nanos() + world.upTo(NETWORK)) + 1;
        world.at(lastSend, () -> {
            boolean lost = broker.isAway() || faults.on() && world.chance(0.01);
            boolean answered = !lost && !(faults.on() && world.chance(0.01));
            if (!lost) {
                ConsumerRecord<byte[], byte[]> unused = broker.append(record);
            }
            if (fatal) {
                faults.crash(this, "after a send to " + record.topic());
            }
            Disposable later = doLater(
                    world.nanos() + world.upTo(NETWORK),
                    () -> callback.onCompletion(null, answered ? null : new TimeoutException("simulated")));
        });
    }

    /** Dies at its so-many-th next send, before or after it. */
    void dieAtSend(int number) {
        fatalSend = sends + number;
    }

    // ---------------------------------------------------------------- what all instances hear

    void hear(ConsumerRecord<byte[], byte[]> record) {
        Hearsay told = new Hearsay(world.nanos(), record);
        boolean unused = unheard.add(told);
        if (!deaf || !record.topic().equals(Flow.LEASES)) {
            hearSoon(told);
        }
    }

    /** In the order in which it was stored: what is told of one piece of work stands in one partition. */
    private void hearSoon(Hearsay told) {
        nextHeard = Math.max(nextHeard + 1, world.nanos() + world.upTo(ON_THE_WAY));
        Disposable unused = doLater(nextHeard, () -> {
            boolean alsoUnused = unheard.remove(told);
            hear(told.record, false);
        });
    }

    /** What is on its way to this process. */
    private static final class Hearsay {
        private final long stored;
        private final ConsumerRecord<byte[], byte[]> record;

        Hearsay(long stored, ConsumerRecord<byte[], byte[]> record) {
            this.stored = stored;
            this.record = record;
        }
    }

    /** Whether it knows that it has heard all that was stored by then is asked for once a second in truth, and known at once here. */
    private Instant heardUpTo() {
        long known = Math.min(broker.answeredUpTo(), deaf ? deafSince : Long.MAX_VALUE);
        long heard = unheard.isEmpty() ? Long.MAX_VALUE : unheard.iterator().next().stored;
        return world.at(Math.min(known, heard));
    }

    /** Hears nothing of the others' work, until {@link #hearAgain}. Whoever is deaf already hears nothing new of it. */
    void deafen() {
        if (!deaf) {
            deaf = true;
            deafSince = world.nanos();
        }
        hasBeenCutOff = true;
    }

    void hearAgain() {
        if (deaf) {
            deaf = false;
            deafUntil = world.nanos();
            unheard.stream()
                    .filter(told -> told.record.topic().equals(Flow.LEASES) && told.stored >= deafSince)
                    .forEach(this::hearSoon);
        }
    }

    boolean hasLife(String its) {
        return life.equals(its);
    }

    /** Whether it is deaf, and what was stored then is one of the last things that it has heard: a sign of life held when it went deaf. */
    boolean isDeafSinceHearing(long stored) {
        Instant told = Instant.ofEpochMilli(stored);
        Instant since = world.at(deafSince);
        return deaf
                && told.plus(ON_THE_WAY).isBefore(since)
                && told.plus(LEASES.length().dividedBy(2)).isAfter(since);
    }

    /** Whether it was deaf or frozen at any time of its life. */
    boolean hasBeenCutOff() {
        return hasBeenCutOff;
    }

    /** Whether it can't know of work that was begun at that moment, or does not know of it yet. */
    boolean isDeafTo(long begun) {
        boolean hearsAll = !deaf && world.nanos() > deafUntil + ON_THE_WAY.toNanos();
        return !hearsAll && begun > deafSince;
    }

    private void hear(ConsumerRecord<byte[], byte[]> record, boolean old) {
        SpecificRecord told = ears.decode(record.topic(), record.headers(), record.value());
        if (told instanceof WorkLease lease) {
            Instant heard = old ? Instant.ofEpochMilli(record.timestamp()) : steady();
            LeaseWire.sign(lease)
                    .ifPresent(sign -> leases.hear(
                            LeaseWire.lease(lease), sign, Duration.ofMillis(lease.getLengthMillis()), heard));
        } else if (told instanceof ControlCommand command && command.getAction() == ControlAction.CANCEL) {
            Order cancel = new Order.Cancel(command.getJobId(), command.getRun());
            engines.forEach(engine -> engine.obey(cancel));
            stopped.stop(command.getJobId(), command.getRun());
        }
    }

    void obey(Order order) {
        Disposable unused = doLater(world.nanos(), () -> engines.forEach(engine -> engine.obey(order)));
    }

    // ---------------------------------------------------------------- life and death

    /** Leaves in good order. */
    void drain() {
        Disposable unused = doLater(world.nanos(), () -> {
            leaving = true;
            Disposable alsoUnused = Mono.when(engines.stream()
                            .map(engine -> engine.drain(Duration.ofSeconds(1)))
                            .toList())
                    .subscribe(none -> {}, error -> {}, () -> drained = true);
        });
    }

    /** Dies on the spot; the broker notices when it has heard nothing for a while. */
    void die() {
        dead = true;
        world.after(SimBroker.SESSION, () -> consumers.forEach(broker::remove));
    }

    void freeze() {
        frozen = true;
        hasBeenCutOff = true;
        world.after(SimBroker.SESSION, () -> {
            if (frozen) {
                faults.lane().zombie();
                consumers.forEach(broker::remove);
            }
        });
    }

    void thaw() {
        frozen = false;
        List<Runnable> missed = List.copyOf(frozenTasks);
        frozenTasks.clear();
        missed.forEach(task -> world.at(world.nanos(), task));
    }

    void jumpClock(Duration error) {
        clockError = error;
    }

    Lanes lanes() {
        return lanes;
    }

    boolean isDead() {
        return dead;
    }

    boolean isFrozen() {
        return frozen;
    }

    boolean isLeaving() {
        return leaving;
    }

    /** What still waits in its window comes to others. */
    boolean hasLeft() {
        return drained;
    }

    boolean faulty() {
        return faults.on();
    }

    boolean isIdle() {
        return engines.stream().allMatch(engine -> engine.runningCount() == 0 && engine.waitingCount() == 0);
    }

    @Override
    public void dispose() {
        dead = true;
    }

    @Override
    public String toString() {
        return name;
    }

    /** What goes wrong, and for how long. */
    interface SimFaults {
        boolean on();

        /** Records that a window holds. */
        int window();

        boolean calm();

        default boolean registryIsAway() {
            return false;
        }

        default KafkaSettings kafka() {
            return HASTY;
        }

        SimLane lane();

        boolean clocksJump();

        /** Whether nobody else alive has the name of a process. */
        default boolean isSole() {
            return false;
        }

        /** Whether all know that the process works on it. */
        default boolean isTold(SimProcess process, SimJobs.Work work) {
            return true;
        }

        void crash(SimProcess process, String where);
    }
}
