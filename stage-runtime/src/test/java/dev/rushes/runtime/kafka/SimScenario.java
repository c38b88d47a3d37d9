package dev.rushes.runtime.kafka;

import dev.rushes.events.MediaInfo;
import dev.rushes.events.MediaStored;
import dev.rushes.events.StoredObject;
import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.testkit.MemoryRegistry;
import dev.rushes.runtime.wire.JobWire;
import dev.rushes.runtime.wire.StageDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A run in the world of the {@link Simulation} whose course a test decides. Whoever dies comes back after a second, with another name. */
final class SimScenario implements SimProcess.SimFaults {
    private static final Duration RESTART = Duration.ofSeconds(1);
    private static final List<FlowStage> STAGES = List.of(FlowStage.SPLIT, FlowStage.TIMELINE);

    private final SimWorld world;
    private final SimBroker broker;
    private final SimJobs jobs;
    private final SimChecker checker;
    private final SimLane lane;
    private final StagePolicy policy;
    private final int window;
    private final KafkaSettings kafka;
    private final FactSerde serde = new FactSerde(new MemoryRegistry.Encoder(), MemoryRegistry.Decoder::new, 1 << 20);
    private final List<SimProcess> processes = new ArrayList<>();
    private int deaths;
    private int published;

    /**
     * @param seed a multiple of 8 plus 1 has no outside service
     * @param window records that each window holds
     */
    SimScenario(long seed, int partitions, int window, StagePolicy policy) {
        this(seed, partitions, window, 20_000, policy);
    }

    /** @param maxSpan records of a partition that may be finished while one before them is not */
    SimScenario(long seed, int partitions, int window, int maxSpan, StagePolicy policy) {
        this.world = new SimWorld(seed, Boolean.getBoolean("rushes.simulation.told"), 10 * SimWorld.MOST);
        this.broker = new SimBroker(world, partitions);
        this.jobs = new SimJobs(world, this);
        this.checker = new SimChecker(broker, jobs, serde, false);
        this.lane = new SimLane(world, jobs, policy.order());
        this.policy = policy;
        this.window = window;
        this.kafka = SimProcess.settings("1m", maxSpan);
        broker.watch(checker::commits);
        broker.read(record -> {
            checker.stored(record);
            if (record.topic().equals(Flow.LEASES) || record.topic().equals(Flow.CONTROL)) {
                processes.forEach(process -> process.hear(record));
            }
        });
    }

    /** Starts an instance. */
    @CanIgnoreReturnValue
    SimProcess begin(String name) {
        SimProcess process = new SimProcess(name, "life-%05d".formatted(processes.size() + 1), world, broker, this);
        for (FlowStage stage : STAGES) {
            process.run(new StageDefinition<>(
                    stage, new SimStage(stage, process, world, jobs, lane), new SimStage.Wire(stage), policy));
        }
        processes.add(process);
        world.tell("%s begins", process);
        return process;
    }

    /** Publishes footage whose split meets these steps, and how that is bound to end. */
    @CanIgnoreReturnValue
    SimJobs.Job publish(SimJobs.End end, SimJobs.Step... steps) {
        SimJobs.Job job = jobs.plan(published++, end, List.of(steps));
        UUID id = job.ticket().jobId();
        String topic = FlowStage.SPLIT.topic();
        MediaStored footage = MediaStored.newBuilder()
                .setEventId(new UUID(7, published))
                .setOccurredAt(world.now())
                .setJob(JobWire.job(job.ticket()))
                .setMedia(StoredObject.newBuilder().setKey(job.name()).build())
                .setInfo(MediaInfo.newBuilder().build())
                .setFilename(job.name())
                .build();
        byte[] key = id.toString().getBytes(StandardCharsets.UTF_8);
        ConsumerRecord<byte[], byte[]> unused = broker.append(
                new ProducerRecord<>(topic, null, key, serde.encode(topic, new RecordHeaders(), footage)));
        return job;
    }

    void run(Duration time) {
        world.run(time, () -> false);
    }

    /** Runs until every job has ended; fails if that takes longer than the limit. */
    void untilOver(Duration limit) {
        long begun = world.nanos();
        world.run(limit, checker::allEnded);
        if (!checker.allEnded()) {
            throw new AssertionError("Expected all jobs to end within " + limit + ", but after "
                    + Duration.ofNanos(world.nanos() - begun) + " some have not");
        }
    }

    /** What was broken, once all has come to rest. */
    List<String> breaches() {
        run(Duration.ofSeconds(2));
        checker.checkEnd(processes, false);
        return jobs.breaches();
    }

    SimWorld world() {
        return world;
    }

    SimBroker broker() {
        return broker;
    }

    int deaths() {
        return deaths;
    }

    /** Jobs of whose split there is a dead letter. */
    List<UUID> dead() {
        return broker.topic(FlowStage.SPLIT.deadLetterTopic()).stream()
                .map(record -> UUID.fromString(new String(record.key(), StandardCharsets.UTF_8)))
                .toList();
    }

    @Override
    public void crash(SimProcess process, String where) {
        if (!process.isDead()) {
            deaths++;
            world.tell("%s dies %s", process, where);
            process.die();
            world.after(RESTART, () -> begin("p" + processes.size()));
        }
    }

    @Override
    public boolean on() {
        return false;
    }

    @Override
    public int window() {
        return window;
    }

    @Override
    public KafkaSettings kafka() {
        return kafka;
    }

    @Override
    public boolean calm() {
        return false;
    }

    @Override
    public boolean clocksJump() {
        return false;
    }

    @Override
    public SimLane lane() {
        return lane;
    }
}
