package dev.rushes.runtime.kafka;

import dev.rushes.events.ControlAction;
import dev.rushes.events.ControlCommand;
import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import dev.rushes.events.MediaInfo;
import dev.rushes.events.MediaStored;
import dev.rushes.events.StoredObject;
import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.engine.Order;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.Revoked;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.testkit.MemoryRegistry;
import dev.rushes.runtime.wire.JobWire;
import dev.rushes.runtime.wire.StageDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * One seeded run: a few jobs through two stages on a few instances, while things go wrong; then nothing goes wrong any more, and when all has come
 * to rest every invariant is checked. The seed decides everything.
 */
final class Simulation implements SimProcess.SimFaults {
    private static final Duration STORM = Duration.ofSeconds(9);
    private static final Duration CALM = Duration.ofMinutes(15);
    private static final Duration OVER = Duration.ofSeconds(2);
    private static final int MOST_ROUNDS = 3;

    private final SimWorld world;
    private final SimBroker broker;
    private final SimJobs jobs;
    private final SimChecker checker;
    private final SimLane lane;
    private final FactSerde serde = new FactSerde(new MemoryRegistry.Encoder(), MemoryRegistry.Decoder::new, 1 << 20);
    private final List<SimProcess> processes = new ArrayList<>();
    private final boolean faultless;
    private final boolean fixedNames;
    private final boolean soleNames;
    private final int window;
    private final StagePolicy policy;
    private boolean storm;
    private boolean clocksJump;
    private boolean registryIsAway;
    private long lastTrouble;
    private int lives;
    private int published;
    private int expected;

    private Simulation(long seed, boolean told) {
        this.world = new SimWorld(seed, told);
        this.faultless = world.chance(0.1);
        this.storm = !faultless;
        this.fixedNames = world.chance(0.5);
        this.soleNames = fixedNames && world.chance(0.5);
        this.window = world.chance(0.3) ? 6 : 10_000;
        this.broker = new SimBroker(world, 1 + world.random().nextInt(3));
        this.jobs = new SimJobs(world, this);
        this.checker = new SimChecker(broker, jobs, serde, soleNames);
        this.policy = new StagePolicy(
                1 + world.random().nextInt(4),
                JobOrder.values()[world.random().nextInt(3)],
                SimJobs.ATTEMPTS,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(7),
                Duration.ofDays(1),
                Revoked.values()[world.random().nextInt(2)]);
        this.lane = new SimLane(world, jobs, policy.order());
        broker.watch(checker::commits);
        checker.listen((life, stored) ->
                processes.stream().anyMatch(process -> process.hasLife(life) && process.isDeafSinceHearing(stored)));
        broker.read(record -> {
            checker.stored(record);
            if (told) {
                describe(record);
            }
            if (record.topic().equals(Flow.LEASES) || record.topic().equals(Flow.CONTROL)) {
                processes.forEach(process -> process.hear(record));
            }
        });
    }

    /**
     * Runs a seed.
     *
     * @return what was broken; empty if everything held
     */
    static List<String> run(long seed) {
        return new Simulation(seed, false).run();
    }

    /** Runs a seed and prints what happens. */
    static List<String> tell(long seed) {
        return new Simulation(seed, true).run();
    }

    private List<String> run() {
        world.tell("%d partitions, windows of %d, %s", broker.partitions(), window, policy);
        int instances = 1 + world.random().nextInt(3);
        for (int number = 0; number < instances; number++) {
            begin("p" + number);
        }
        expected = 2 + world.random().nextInt(6);
        for (int number = 0; number < expected; number++) {
            int its = number;
            world.at(world.upTo(STORM), () -> publish(its));
        }
        if (!faultless) {
            planTrouble();
        }
        world.after(STORM, this::calmDown);
        boolean over = untilOver(STORM.plus(CALM));
        // A letter may still be on its way when all else is at rest: then it was not over yet.
        for (int round = 0; over && !isOver() && round < MOST_ROUNDS; round++) {
            over = untilOver(CALM);
        }
        if (world.turnsInCircles()) {
            jobs.breach("I83 the run turns in circles");
        }
        checker.checkEnd(processes, faultless);
        lane.checkEnd(processes);
        return jobs.breaches();
    }

    /** Runs for two more seconds after all has come to rest; false if it did not within the limit. */
    private boolean untilOver(Duration limit) {
        world.run(limit, this::isOver);
        boolean over = isOver();
        world.run(OVER, () -> false);
        return over;
    }

    private void describe(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(Flow.LEASES)) {
            world.tell("%s", serde.decode(record.topic(), record.headers(), record.value()));
        } else if (record.topic().endsWith("-retry") || record.topic().endsWith("-dlt")) {
            world.tell(
                    "%s stores %s of %s: %s",
                    record.topic(),
                    record.offset(),
                    FactHeaders.text(record.headers(), FactHeaders.JOB_ID)
                            .map(UUID::fromString)
                            .map(jobs::find)
                            .map(SimJobs.Job::name)
                            .orElse("?"),
                    FactHeaders.text(record.headers(), KafkaHeaders.EXCEPTION_MESSAGE)
                            .or(() -> FactHeaders.text(record.headers(), KafkaHeaders.DLT_EXCEPTION_MESSAGE))
                            .orElse("no failure"));
        }
    }

    private void begin(String name) {
        lives++;
        String worker = fixedNames ? name : name + "-" + lives;
        SimProcess process = new SimProcess(worker, "life-%05d".formatted(lives), world, broker, this);
        for (FlowStage stage : List.of(FlowStage.SPLIT, FlowStage.TIMELINE)) {
            process.run(new StageDefinition<>(
                    stage, new SimStage(stage, process, world, jobs, lane), new SimStage.Wire(stage), policy));
        }
        processes.add(process);
        world.tell("%s begins", process);
    }

    // ---------------------------------------------------------------- what people do

    private void publish(int number) {
        SimJobs.Job job = jobs.create(number);
        UUID id = job.ticket().jobId();
        if (job.isNoise()) {
            byte[] noise = {9, 9, (byte) number};
            send("rushes.split", id, noise);
        } else {
            send(
                    "rushes.split",
                    id,
                    MediaStored.newBuilder()
                            .setEventId(new UUID(7, number))
                            .setOccurredAt(world.now())
                            .setJob(JobWire.job(job.ticket()))
                            .setMedia(
                                    StoredObject.newBuilder().setKey(job.name()).build())
                            .setInfo(MediaInfo.newBuilder().build())
                            .setFilename(job.name())
                            .build());
        }
        published++;
        world.tell("%s is published%s", job.name(), job.isNoise() ? " as noise" : "");
        if (world.chance(0.08)) {
            world.after(Duration.ofNanos(world.upTo(Duration.ofSeconds(10))), () -> cancel(job));
        }
    }

    private void cancel(SimJobs.Job job) {
        job.cancel();
        world.tell("%s is cancelled", job.name());
        UUID id = job.ticket().jobId();
        send(
                Flow.CONTROL,
                id,
                ControlCommand.newBuilder()
                        .setCommandId(new UUID(8, world.random().nextLong()))
                        .setIssuedAt(world.now())
                        .setAction(ControlAction.CANCEL)
                        .setJobId(id)
                        .setRun(1)
                        .build());
        send(
                Flow.EVENTS,
                id,
                JobEvent.newBuilder()
                        .setEventId(new UUID(9, world.random().nextLong()))
                        .setOccurredAt(world.now())
                        .setJobId(id)
                        .setTenant(job.ticket().tenant())
                        .setType(JobEventType.CANCELLED)
                        .build());
    }

    private void send(String topic, UUID key, SpecificRecord record) {
        send(topic, key, serde.encode(topic, new RecordHeaders(), record));
    }

    private void send(String topic, UUID key, byte[] value) {
        var unused = broker.append(
                new ProducerRecord<>(topic, null, key.toString().getBytes(StandardCharsets.UTF_8), value));
    }

    // ---------------------------------------------------------------- what goes wrong

    private void planTrouble() {
        int troubles = world.random().nextInt(7);
        for (int number = 0; number < troubles; number++) {
            world.at(world.upTo(STORM), this::trouble);
        }
    }

    private void trouble() {
        if (!storm) {
            return;
        }
        List<SimProcess> alive = processes.stream()
                .filter(process -> !process.isDead() && !process.isFrozen() && !process.isLeaving())
                .toList();
        if (alive.isEmpty()) {
            return;
        }
        SimProcess victim = alive.get(world.random().nextInt(alive.size()));
        int kind = world.random().nextInt(11);
        // Whoever is deaf knows it, so that nobody suffers.
        lastTrouble = kind == 10 ? lastTrouble : world.nanos();
        switch (kind) {
            case 0 -> crash(victim, "at any time");
            case 1, 2 -> victim.dieAtSend(1 + world.random().nextInt(12));
            case 3 -> {
                world.tell("%s freezes", victim);
                victim.freeze();
                world.after(Duration.ofNanos(world.upTo(Duration.ofSeconds(8))), () -> thaw(victim));
            }
            case 4 -> {
                world.tell("the broker is away");
                broker.setAway(true);
                world.after(Duration.ofNanos(world.upTo(Duration.ofSeconds(6))), () -> broker.setAway(false));
            }
            case 5 -> {
                world.tell("%s drains", victim);
                victim.drain();
                world.after(Duration.ofNanos(world.upTo(Duration.ofSeconds(5))), () -> begin(victim + "x"));
            }
            // Now and then somebody gives two of them the same name.
            case 6 -> begin(!soleNames && world.chance(0.2) ? victim.toString() : "q" + lives);
            case 7 -> {
                Duration error = Duration.ofMillis(world.random().nextLong(-120_000, 120_000));
                world.tell("the clock of %s jumps by %s", victim, error);
                victim.jumpClock(error);
                clocksJump = true;
            }
            case 8 -> {
                world.tell("%s pauses", victim);
                victim.obey(new Order.Pause());
                world.after(Duration.ofNanos(world.upTo(Duration.ofSeconds(5))), () -> victim.obey(new Order.Resume()));
            }
            case 9 -> {
                world.tell("the registry is away");
                registryIsAway = true;
                world.after(Duration.ofNanos(world.upTo(Duration.ofSeconds(6))), () -> registryIsAway = false);
            }
            case 10 -> {
                world.tell("%s is deaf", victim);
                victim.deafen();
                world.after(Duration.ofNanos(world.upTo(Duration.ofSeconds(30))), () -> {
                    world.tell("%s hears again", victim);
                    victim.hearAgain();
                });
            }
            default -> throw new IllegalStateException();
        }
    }

    private void thaw(SimProcess process) {
        lastTrouble = world.nanos();
        world.tell("%s thaws", process);
        process.thaw();
    }

    @Override
    public void crash(SimProcess process, String where) {
        if (process.isDead()) {
            return;
        }
        lastTrouble = world.nanos();
        world.tell("%s dies %s", process, where);
        process.die();
        String again = process.toString().replaceAll("-\\d+$", "");
        world.after(Duration.ofNanos(world.upTo(Duration.ofSeconds(4))), () -> begin(again));
    }

    private void calmDown() {
        storm = false;
        lastTrouble = world.nanos();
        world.tell("calm");
        broker.setAway(false);
        registryIsAway = false;
        processes.stream().filter(SimProcess::isFrozen).forEach(this::thaw);
        processes.forEach(process -> process.jumpClock(Duration.ZERO));
    }

    @Override
    public boolean on() {
        return storm;
    }

    /** Whether nothing has gone wrong for so long that instances must have heard of each other. */
    @Override
    public boolean calm() {
        return world.nanos() - lastTrouble > Duration.ofSeconds(8).toNanos() && !broker.isAway();
    }

    @Override
    public boolean isSole() {
        return soleNames;
    }

    @Override
    public boolean registryIsAway() {
        return registryIsAway;
    }

    /** Whoever has been deaf or frozen tells of what it holds without knowing what others have told of that, and they may pay no heed. */
    @Override
    public boolean isTold(SimProcess process, SimJobs.Work work) {
        return checker.isHeld(process, work) && !process.hasBeenCutOff();
    }

    @Override
    public boolean clocksJump() {
        return clocksJump;
    }

    @Override
    public SimLane lane() {
        return lane;
    }

    @Override
    public int window() {
        return window;
    }

    private boolean isOver() {
        return !storm && published == expected && checker.allEnded() && atRest();
    }

    private boolean atRest() {
        return processes.stream().allMatch(process -> process.isDead() || process.hasLeft() || process.isIdle());
    }
}
