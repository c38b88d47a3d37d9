package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.MediaInfo;
import dev.rushes.events.MediaStored;
import dev.rushes.events.StoredObject;
import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.Revoked;
import dev.rushes.runtime.stage.Stage;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.testkit.MemoryRegistry;
import dev.rushes.runtime.wire.JobWire;
import dev.rushes.runtime.wire.StageDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/**
 * Several records of each job, one stage that asks for order, and instances that come, leave and die while they work: no two records of a job are
 * worked on at a time, and where order is strict none before its time. The seed decides everything.
 */
class OrderTest {
    private static final long SEEDS = Long.getLong("rushes.simulation.order-seeds", 500);

    @Test
    void records_of_a_job_are_worked_on_one_at_a_time_and_in_their_order() {
        Map<Long, List<String>> broken = new ConcurrentSkipListMap<>();
        LongStream.rangeClosed(1, SEEDS)
                .parallel()
                .map(number -> 8 * number + 1)
                .forEach(seed -> {
                    List<String> breaches = new Course(seed).run();
                    if (!breaches.isEmpty()) {
                        broken.put(seed, breaches);
                    }
                });
        assertThat(broken).isEmpty();
    }

    /** One run. */
    private static final class Course implements SimProcess.SimFaults {
        private static final int JOBS = 3;
        private static final int RECORDS = 4;
        private static final Duration STORM = Duration.ofSeconds(20);
        private static final Duration CALM = Duration.ofMinutes(10);
        /** After that everybody knows what somebody works on: it is told after half a second, in a round that is made every second. */
        private static final long KNOWN = Duration.ofMillis(1_600).toNanos();

        private final SimWorld world;
        private final SimBroker broker;
        private final StagePolicy policy;
        private final SimLane lane;
        private final FactSerde serde =
                new FactSerde(new MemoryRegistry.Encoder(), MemoryRegistry.Decoder::new, 1 << 20);
        private final List<SimProcess> processes = new ArrayList<>();
        private final Map<UUID, List<Turn>> turns = new HashMap<>();
        private final Set<String> over = new HashSet<>();
        private final Map<String, Integer> failuresToCome = new HashMap<>();
        private final List<String> breaches = new ArrayList<>();

        /** Somebody works on a record of a job. */
        private record Turn(SimProcess process, int number, long since) {}

        Course(long seed) {
            this.world = new SimWorld(seed, Boolean.getBoolean("rushes.simulation.told"));
            this.broker = new SimBroker(world, 1 + world.random().nextInt(3));
            this.policy = new StagePolicy(
                    1 + world.random().nextInt(4),
                    world.chance(0.5) ? JobOrder.STRICT : JobOrder.ONE_AT_A_TIME,
                    3,
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(1),
                    Duration.ofDays(1),
                    world.chance(0.7) ? Revoked.FINISH : Revoked.CANCEL);
            this.lane = new SimLane(world, new SimJobs(world, this), policy.order());
            broker.read(record -> {
                if (record.topic().equals(Flow.LEASES)) {
                    processes.forEach(process -> process.hear(record));
                } else if (record.topic().equals(FlowStage.SPLIT.deadLetterTopic())) {
                    giveUp(record);
                }
            });
        }

        List<String> run() {
            for (int number = 1 + world.random().nextInt(2); number > 0; number--) {
                begin();
            }
            for (int number = 0; number < JOBS; number++) {
                UUID job = new UUID(world.seed(), number);
                long when = world.upTo(STORM.dividedBy(2));
                for (int its = 0; its < RECORDS; its++) {
                    int record = its;
                    world.at(
                            when + world.upTo(Duration.ofSeconds(1)) + its * 1_000_000_000L,
                            () -> publish(job, record));
                }
            }
            for (int troubles = 1 + world.random().nextInt(5); troubles > 0; troubles--) {
                world.at((long) (world.random().nextDouble() * STORM.toNanos()), this::trouble);
            }
            world.run(STORM, () -> false);
            world.run(CALM, () -> over.size() == JOBS * RECORDS);
            if (over.size() < JOBS * RECORDS) {
                breaches.add("only %d records were worked on to their end".formatted(over.size()));
            }
            return breaches;
        }

        private void begin() {
            SimProcess process = new SimProcess(
                    "p" + processes.size(), "life-%05d".formatted(processes.size()), world, broker, this);
            process.run(new StageDefinition<>(
                    FlowStage.SPLIT, new Worker(process), new SimStage.Wire(FlowStage.SPLIT), policy));
            processes.add(process);
            world.tell("%s begins", process);
        }

        private void publish(UUID job, int number) {
            String name = job + "/" + number;
            failuresToCome.put(name, world.chance(0.2) ? 1 + world.random().nextInt(2) : 0);
            JobTicket ticket = new JobTicket(
                    job,
                    "tenant",
                    1,
                    "sim",
                    SimJobs.ROUTE,
                    JobOptions.DEFAULTS,
                    JobTicket.Priority.NORMAL,
                    world.now());
            MediaStored footage = MediaStored.newBuilder()
                    .setEventId(new UUID(job.getLeastSignificantBits(), number))
                    .setOccurredAt(world.now())
                    .setJob(JobWire.job(ticket))
                    .setMedia(StoredObject.newBuilder().setKey(name).build())
                    .setInfo(MediaInfo.newBuilder().build())
                    .setFilename(name)
                    .build();
            String topic = FlowStage.SPLIT.topic();
            byte[] key = job.toString().getBytes(StandardCharsets.UTF_8);
            ConsumerRecord<byte[], byte[]> unused = broker.append(
                    new ProducerRecord<>(topic, null, key, serde.encode(topic, new RecordHeaders(), footage)));
        }

        /** Nobody can tell bad luck from a record that kills: whatever was worked on at three deaths is given up, and those behind it go on. */
        private void giveUp(ConsumerRecord<byte[], byte[]> record) {
            MediaStored footage = (MediaStored) serde.decode(record.topic(), record.headers(), record.value());
            String name = footage.getFilename();
            long deaths = turns.getOrDefault(job(name), List.of()).stream()
                    .filter(turn ->
                            turn.number() == number(name) && turn.process().isDead())
                    .count();
            if (deaths < SimProcess.LEASES.crashes()) {
                breaches.add("I39 %s is given up after %d deaths".formatted(name, deaths));
            }
            boolean unused = over.add(name);
        }

        private static UUID job(String name) {
            return UUID.fromString(name.substring(0, name.length() - 2));
        }

        private static int number(String name) {
            return name.charAt(name.length() - 1) - '0';
        }

        private void trouble() {
            List<SimProcess> alive = processes.stream()
                    .filter(process -> !process.isDead() && !process.isLeaving())
                    .toList();
            if (alive.isEmpty()) {
                return;
            }
            SimProcess victim = alive.get(world.random().nextInt(alive.size()));
            switch (world.random().nextInt(4)) {
                case 0 -> crash(victim, "at any time");
                case 1 -> {
                    victim.drain();
                    world.after(Duration.ofSeconds(2), this::begin);
                }
                default -> begin();
            }
        }

        /** Works on the records of jobs, each for as long as it happens, and fails now and then. */
        private final class Worker implements Stage<String, String> {
            private final SimProcess process;

            Worker(SimProcess process) {
                this.process = process;
            }

            @Override
            public Mono<Outcome<String>> handle(String name, StageContext<String> context) {
                return Mono.defer(() -> {
                    UUID job = context.ticket().jobId();
                    Turn turn = new Turn(process, number(name), world.nanos());
                    check(job, turn);
                    turns.computeIfAbsent(job, none -> new ArrayList<>()).add(turn);
                    return process.after(Duration.ofNanos(world.upTo(Duration.ofSeconds(7))))
                            .then(Mono.fromCallable(() -> end(name)))
                            .doFinally(
                                    signal -> turns.getOrDefault(job, List.of()).remove(turn));
                });
            }

            private Outcome<String> end(String name) {
                int failures = failuresToCome.getOrDefault(name, 0);
                if (failures > 0) {
                    failuresToCome.put(name, failures - 1);
                    return Outcome.failed(SimStage.failure(SimStage.SimFailure.SHAKY));
                }
                over.add(name);
                return Outcome.done(name);
            }
        }

        private void check(UUID job, Turn next) {
            world.tell("%s begins %s/%d", next.process(), job, next.number());
            for (Turn turn : turns.getOrDefault(job, List.of())) {
                boolean here = turn.process() == next.process();
                boolean known = next.since() - turn.since() > KNOWN;
                if (turn.number() != next.number() && !turn.process().isDead() && (here || known)) {
                    breaches.add("I81 %s begins %s/%d while %s works on its record %d"
                            .formatted(next.process(), job, next.number(), turn.process(), turn.number()));
                }
            }
            for (int before = 0; policy.order() == JobOrder.STRICT && before < next.number(); before++) {
                if (!over.contains(job + "/" + before)) {
                    breaches.add("I81 %s begins %s/%d before %d".formatted(next.process(), job, next.number(), before));
                }
            }
        }

        @Override
        public void crash(SimProcess process, String where) {
            if (!process.isDead()) {
                world.tell("%s dies %s", process, where);
                process.die();
                world.after(Duration.ofSeconds(1), this::begin);
            }
        }

        @Override
        public boolean on() {
            return false;
        }

        @Override
        public int window() {
            return 10_000;
        }

        @Override
        public boolean calm() {
            return false;
        }

        @Override
        public SimLane lane() {
            return lane;
        }

        @Override
        public boolean clocksJump() {
            return false;
        }
    }
}
