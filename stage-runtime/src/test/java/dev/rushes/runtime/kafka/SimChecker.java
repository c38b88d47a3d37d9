package dev.rushes.runtime.kafka;

import dev.rushes.events.ControlAction;
import dev.rushes.events.ControlCommand;
import dev.rushes.events.JobEvent;
import dev.rushes.events.LeaseSign;
import dev.rushes.events.SplitFinished;
import dev.rushes.events.TimelineAssembled;
import dev.rushes.events.WorkLease;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.engine.Origin;
import dev.rushes.runtime.engine.Tries;
import dev.rushes.runtime.engine.UnreadableRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.support.KafkaHeaders;

/** Sees everything that is stored and committed, and knows what must hold. Numbers are those of docs/INVARIANTS.md. */
final class SimChecker {
    private static final List<FlowStage> STAGES = List.of(FlowStage.SPLIT, FlowStage.TIMELINE);

    /** Whoever has been silent for so long may have been taken for dead, by somebody of the same name. */
    private static final Duration MOST_SILENCE =
            SimProcess.LEASES.length().multipliedBy(2).dividedBy(3);

    private final SimBroker broker;
    private final SimJobs jobs;
    private final FactSerde serde;
    private final boolean soleNames;
    private final Map<String, Set<UUID>> facts = new HashMap<>();
    private final Map<UUID, Set<String>> ends = new HashMap<>();
    private final Set<UUID> stopped = new HashSet<>();
    /** Which record came back last, by number, of each that stood first somewhere. */
    private final Map<String, Integer> returns = new HashMap<>();
    /** Records of retry topics, in the order in which they were stored: a record may come back in another partition. */
    private final Map<String, Integer> numbers = new HashMap<>();

    /** The latest try that a record has come back for. */
    private final Map<String, Tries> tries = new HashMap<>();

    private final Map<String, Integer> dead = new HashMap<>();
    /** When the holders of each record gave their last sign. */
    private final Map<String, Map<String, Long>> deaths = new HashMap<>();

    /** What each record asks for, by where it stands. */
    private final Map<String, SimJobs.Work> works = new HashMap<>();

    private final Map<String, WorkLease> held = new HashMap<>();
    /** When the last sign of each work was stored. */
    private final Map<String, Long> signs = new HashMap<>();

    private Deaf deaf = (life, stored) -> false;
    private final Set<UUID> blamed = new HashSet<>();
    private final Map<UUID, String> traces = new HashMap<>();

    /** @param soleNames whether a process can know that its former life is over */
    SimChecker(SimBroker broker, SimJobs jobs, FactSerde serde, boolean soleNames) {
        this.broker = broker;
        this.jobs = jobs;
        this.serde = serde;
        this.soleNames = soleNames;
    }

    // ---------------------------------------------------------------- while it runs

    void stored(ConsumerRecord<byte[], byte[]> record) {
        String topic = record.topic();
        if (topic.endsWith("-retry")) {
            numbers.put(place(record), numbers.size() + 1);
            returns.put(originKey(record), numbers.size());
            ReturnHeaders.Returned returned = ReturnHeaders.returned(record);
            Tries unused = tries.merge(originKey(record), returned.tries(), SimChecker::later);
            jobs.work(stage(topic), id(record)).notBefore(returned.tries(), returned.due());
            checkBytes(record, "I10");
        } else if (topic.endsWith("-dlt")) {
            deadLetter(record);
        } else {
            read(record);
            STAGES.stream().filter(stage -> stage.topic().equals(topic)).forEach(stage -> {
                SimJobs.Work work = jobs.work(stage, id(record));
                work.anotherRecord();
                SimJobs.Work unused = works.put(place(record), work);
            });
        }
    }

    private void deadLetter(ConsumerRecord<byte[], byte[]> record) {
        int unused = dead.merge(deadOrigin(record), 1, Integer::sum);
        checkBytes(record, "I10");
        SimJobs.Job job = jobs.find(id(record));
        String code =
                FactHeaders.text(record.headers(), ReturnHeaders.ERROR_CLASS).orElse("");
        if (code.equals("PROCESS_DIED")
                && deaths.getOrDefault(deadOrigin(record), Map.of()).size() < SimProcess.LEASES.crashes()) {
            jobs.breach("I39 %s is blamed for deaths that it did not see", job.name());
        }
        if (code.equals("PROCESS_DIED")) {
            boolean alsoUnused = blamed.add(id(record));
        }
    }

    /** Whenever it was worked on, the process died, of that or of something else: nobody can tell. */
    private boolean hasBadLuck(SimJobs.Job job) {
        return blamed.contains(job.ticket().jobId());
    }

    /** Lives that took up a record and never said what became of it, or only when they counted as dead. */
    private void lease(WorkLease lease, long now) {
        String work = lease.getWork();
        String origin = origin(lease);
        Objects.requireNonNull(works.get(origin)).hasTry(work);
        Map<String, Long> lives = deaths.computeIfAbsent(origin, none -> new HashMap<>());
        // Each try has epochs of its own: the end of one says nothing of another that the same life has taken up.
        String hold = lease.getLife() + "/" + lease.getEpoch() + work.substring(work.indexOf('#'));
        if (lease.getSign() == LeaseSign.HELD) {
            Long unused = lives.put(hold, now);
        } else if (now - lives.getOrDefault(hold, now) < MOST_SILENCE.toMillis()) {
            Long alsoUnused = lives.remove(hold);
        }
        checkCompany(lease);
    }

    /** Whether all know that this life works on it. */
    boolean isHeld(SimProcess process, SimJobs.Work work) {
        return held.values().stream()
                .anyMatch(lease -> process.hasLife(lease.getLife()) && works.get(origin(lease)) == work);
    }

    private static String origin(WorkLease lease) {
        return lease.getWork().substring(0, lease.getWork().indexOf('#'));
    }

    /** Whoever hears nothing can't know that a lease has ended which held when it last heard something. */
    private void checkDeaf(WorkLease lease, long now) {
        WorkLease before = held.get(lease.getWork());
        if (lease.getSign() != LeaseSign.HELD) {
            return;
        }
        if (before != null
                && !before.getLife().equals(lease.getLife())
                && !(soleNames && before.getWorker().equals(lease.getWorker()))
                // Whoever had begun it before it heard of that counts no start of the other.
                && lease.getStarts() > before.getStarts()
                && deaf.knew(lease.getLife(), signs.getOrDefault(lease.getWork(), 0L))) {
            jobs.breach("I84 %s takes over %s, and hears nothing", lease.getWorker(), lease.getWork());
        }
        signs.put(lease.getWork(), now);
    }

    /** Who knew what when it went deaf. */
    interface Deaf {
        /** Whether that life is deaf, and had just heard what was stored at that time, in milliseconds since 1970. */
        boolean knew(String life, long stored);
    }

    void listen(Deaf who) {
        deaf = who;
    }

    /** Who was present at two deaths runs beside nobody who was present at one. */
    private void checkCompany(WorkLease lease) {
        if (lease.getSign() != LeaseSign.HELD) {
            held.remove(lease.getWork());
            return;
        }
        held.put(lease.getWork(), lease);
        List<Integer> deathsOfThose = held.values().stream()
                .filter(other -> other.getLife().equals(lease.getLife()))
                .map(other -> other.getStarts() - 1)
                // What was present at the limit is buried and not run, however long the burial takes.
                .filter(presentAt -> presentAt > 0 && presentAt < SimProcess.LEASES.crashes())
                .toList();
        if (deathsOfThose.size() > 1 && deathsOfThose.stream().anyMatch(presentAt -> presentAt > 1)) {
            jobs.breach("I39 %s runs side by side what was present at %s deaths", lease.getWorker(), deathsOfThose);
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        SpecificRecord fact;
        try {
            fact = serde.decode(record.topic(), record.headers(), record.value());
        } catch (UnreadableRecord noise) {
            return;
        }
        switch (fact) {
            case SplitFinished split -> fact(FlowStage.SPLIT, record, split.getEventId());
            case TimelineAssembled timeline -> fact(FlowStage.TIMELINE, record, timeline.getEventId());
            case WorkLease lease -> {
                checkDeaf(lease, record.timestamp());
                lease(lease, record.timestamp());
                return;
            }
            case ControlCommand command
            when command.getAction() == ControlAction.CANCEL -> stopped.add(command.getJobId());
            case JobEvent event -> {
                switch (event.getType()) {
                    case COMPLETED, FAILED, CANCELLED -> {
                        boolean unused = ends.computeIfAbsent(event.getJobId(), none -> new HashSet<>())
                                .add(event.getType().name());
                    }
                    default -> {}
                }
            }
            default -> {}
        }
        String trace =
                FactHeaders.text(record.headers(), FactHeaders.TRACEPARENT).orElse("");
        if (!trace.isEmpty() && record.topic().equals("rushes.timeline")) {
            traces.put(id(record), trace.substring(3, 35));
        }
    }

    private void fact(FlowStage stage, ConsumerRecord<byte[], byte[]> record, UUID eventId) {
        boolean unused = facts.computeIfAbsent(stage + "/" + id(record), none -> new HashSet<>())
                .add(eventId);
        if (!jobs.work(stage, id(record)).isDone()) {
            jobs.breach("I82 a fact of the %s of %s without a cause", stage, id(record));
        }
    }

    /** Every offset below a commit has ended, and that can be seen on the log at the moment of the commit. */
    void commits(TopicPartition partition, long before, long after) {
        if (after < before) {
            jobs.breach("I7 the commit of %s goes back from %d to %d", partition, before, after);
        }
        for (ConsumerRecord<byte[], byte[]> record : broker.log(partition)) {
            if (record.offset() >= before && record.offset() < after && !hasEnded(record)) {
                jobs.breach(
                        "I7 %s@%d (%s) is committed, but nothing came of it",
                        partition, record.offset(), jobs.find(id(record)).name());
            }
        }
    }

    private boolean hasEnded(ConsumerRecord<byte[], byte[]> record) {
        UUID job = id(record);
        boolean again = record.topic().endsWith("-retry");
        String origin = again ? originKey(record) : place(record);
        int returned = returns.getOrDefault(origin, 0);
        return stopped.contains(job)
                || ends.getOrDefault(job, Set.of()).contains("FAILED")
                || dead.containsKey(origin)
                || returned > numbers.getOrDefault(place(record), 0)
                || isTold(stage(record.topic()), job)
                || isPast(record, origin)
                || again && originIsOpen(record);
    }

    /** There may be two records for one try, and the one that comes later finds that it has ended: the work waits in the record of the next try. */
    private boolean isPast(ConsumerRecord<byte[], byte[]> record, String origin) {
        Tries its = record.topic().endsWith("-retry")
                ? ReturnHeaders.returned(record).tries()
                : Tries.FIRST;
        return isLater(tries.getOrDefault(origin, Tries.FIRST), its);
    }

    /** A try that was put off is the same attempt, but a later try. */
    private static boolean isLater(Tries one, Tries other) {
        return one.attempt() > other.attempt()
                || (one.attempt() == other.attempt() && one.postponements() > other.postponements());
    }

    private static Tries later(Tries one, Tries other) {
        return isLater(other, one) ? other : one;
    }

    /** A continuation may end before its record: then the record itself brings the work back. */
    private boolean originIsOpen(ConsumerRecord<byte[], byte[]> record) {
        Origin origin = ReturnHeaders.returned(record).origin();
        TopicPartition partition = new TopicPartition(origin.topic(), origin.partition());
        OffsetAndMetadata at = broker.committed(partition);
        return at == null || at.offset() <= origin.offset();
    }

    private boolean isTold(FlowStage stage, UUID job) {
        return stage == FlowStage.SPLIT
                ? facts.containsKey(stage + "/" + job)
                : ends.getOrDefault(job, Set.of()).contains("COMPLETED");
    }

    private void checkBytes(ConsumerRecord<byte[], byte[]> record, String invariant) {
        String origin = record.topic().endsWith("-dlt") ? deadOrigin(record) : originKey(record);
        boolean same = broker.topic(stage(record.topic()).topic()).stream()
                .filter(first -> place(first).equals(origin))
                .anyMatch(first ->
                        Arrays.equals(first.value(), record.value()) && Arrays.equals(first.key(), record.key()));
        if (!same) {
            jobs.breach("%s %s is not what stood at %s", invariant, place(record), origin);
        }
    }

    // ---------------------------------------------------------------- in the end

    boolean allEnded() {
        for (SimJobs.Job job : jobs.all()) {
            if (ends.getOrDefault(job.ticket().jobId(), Set.of()).isEmpty()) {
                return false;
            }
        }
        return STAGES.stream().allMatch(stage -> broker.lag(stage.topic()) + broker.lag(stage.retryTopic()) == 0);
    }

    void checkEnd(List<SimProcess> processes, boolean faultless) {
        for (SimJobs.Job job : jobs.all()) {
            checkJob(job, ends.getOrDefault(job.ticket().jobId(), Set.of()), faultless);
        }
        facts.forEach((work, ids) -> {
            if (ids.size() > 1) {
                jobs.breach("I6 the facts of %s have %d identifiers", work, ids.size());
            }
        });
        for (FlowStage stage : STAGES) {
            for (String topic : List.of(stage.topic(), stage.retryTopic())) {
                if (broker.lag(topic) > 0) {
                    jobs.breach("I7 %d records of %s are never finished", broker.lag(topic), topic);
                }
            }
        }
        for (SimProcess process : processes) {
            if (!process.isDead() && !process.isLeaving() && !process.isIdle()) {
                jobs.breach("I83 %s does not come to rest", process);
            }
        }
    }

    private void checkJob(SimJobs.Job job, Set<String> its, boolean faultless) {
        if (its.isEmpty()) {
            jobs.breach("I2 %s never ends", job.name());
            return;
        }
        for (SimJobs.Work work : job.works().values()) {
            if (work.killsTooOften()) {
                jobs.breach("I39 %s has killed %d processes", work, work.kills());
            }
        }
        if (job.isCancelled() || hasBadLuck(job) && job.end() != SimJobs.End.DEAD) {
            return;
        }
        if (its.contains("COMPLETED") && its.contains("FAILED")) {
            jobs.breach("I2 %s is completed and failed", job.name());
        }
        boolean done = job.end() == SimJobs.End.DONE;
        if (done != its.contains("COMPLETED")) {
            jobs.breach("I9 %s was to be %s, but is %s", job.name(), job.end(), its);
        }
        int letters = job.works().keySet().stream()
                .mapToInt(stage -> lettersOf(stage, job))
                .sum();
        boolean shouldDie = job.end() == SimJobs.End.DEAD;
        if (shouldDie ? letters == 0 : letters > 0) {
            jobs.breach("I11 %s has %d dead letters, but its end is %s", job.name(), letters, job.end());
        }
        if (faultless && letters > 1) {
            jobs.breach("I11 %s has %d dead letters without a fault", job.name(), letters);
        }
    }

    private int lettersOf(FlowStage stage, SimJobs.Job job) {
        return (int) broker.topic(stage.deadLetterTopic()).stream()
                .filter(record -> id(record).equals(job.ticket().jobId()))
                .count();
    }

    // ---------------------------------------------------------------- names

    private static FlowStage stage(String topic) {
        return STAGES.stream()
                .filter(stage -> topic.startsWith(stage.topic()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(topic));
    }

    private static UUID id(ConsumerRecord<byte[], byte[]> record) {
        return UUID.fromString(new String(record.key(), StandardCharsets.UTF_8));
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return name(new Origin(record.topic(), record.partition(), record.offset()));
    }

    private static String name(Origin origin) {
        return origin.topic() + "-" + origin.partition() + "@" + origin.offset();
    }

    private static String originKey(ConsumerRecord<byte[], byte[]> record) {
        return name(ReturnHeaders.returned(record).origin());
    }

    private static String deadOrigin(ConsumerRecord<byte[], byte[]> record) {
        String topic = FactHeaders.text(record.headers(), KafkaHeaders.DLT_ORIGINAL_TOPIC)
                .orElse("");
        int partition = java.nio.ByteBuffer.wrap(record.headers()
                        .lastHeader(KafkaHeaders.DLT_ORIGINAL_PARTITION)
                        .value())
                .getInt();
        long offset = java.nio.ByteBuffer.wrap(record.headers()
                        .lastHeader(KafkaHeaders.DLT_ORIGINAL_OFFSET)
                        .value())
                .getLong();
        return name(new Origin(topic, partition, offset));
    }
}
