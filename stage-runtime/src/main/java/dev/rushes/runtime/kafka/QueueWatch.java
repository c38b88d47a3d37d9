package dev.rushes.runtime.kafka;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.observe.SourceReport;
import dev.rushes.runtime.observe.WorkerReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks at the queues again and again on a thread of its own. While Kafka is away the latest look stands, and shows its age. */
final class QueueWatch implements Queues, SmartLifecycle {
    /** After those that it listens to. */
    static final int PHASE = WorkerRoll.PHASE + 1;

    private static final Logger LOG = LoggerFactory.getLogger(QueueWatch.class);
    private static final Duration LAST_LOOK = Duration.ofSeconds(2);

    private final Parts parts;
    private final Throughput throughput;
    private volatile Optional<Look> latest = Optional.empty();
    private volatile boolean running;
    private boolean failing;
    private @Nullable QueueReading reading;
    private @Nullable Thread thread;

    /** @param retention how long letters are kept */
    record Parts(
            Clients clients,
            ReplayMarks marks,
            Workers workers,
            Duration retention,
            QueueSettings settings,
            Clock clock) {}

    QueueWatch(Parts parts) {
        this.parts = parts;
        this.throughput = new Throughput(parts.settings().window());
    }

    @Override
    public Optional<Look> latest() {
        return latest;
    }

    private void run() {
        try {
            while (running) {
                look();
                Thread.sleep(parts.settings().interval());
            }
        } catch (InterruptedException stop) {
            // Asked to end.
        } finally {
            closeReading();
        }
    }

    private void look() throws InterruptedException {
        // Who counts and was not heard of yet would look like a burst of work.
        if (!parts.workers().known()) {
            return;
        }
        List<WorkerReport> alive = parts.workers().all().stream()
                .filter(Workers.Worker::alive)
                .map(Workers.Worker::report)
                .toList();
        Instant now = parts.clock().instant();
        throughput.note(now, alive);
        try {
            QueueReading its = openReading();
            Set<TopicPartition> owned = owned(alive);
            latest = Optional.of(look(now, its.read(owned::contains, now.minus(parts.retention()))));
            failing = false;
        } catch (RuntimeException e) {
            closeReading();
            if (running && !failing) {
                failing = true;
                LOG.warn("Expected to look at the queues, but could not; tried again until it works: {}", e.toString());
            }
        }
    }

    private Look look(Instant now, QueueReading.Lying lying) {
        Map<FlowStage, Depth> stages = new EnumMap<>(FlowStage.class);
        Orphaned none = new Orphaned(0, 0, Optional.empty());
        for (FlowStage stage : FlowStage.values()) {
            stages.put(
                    stage,
                    new Depth(
                            lying.topics().getOrDefault(stage, none),
                            lying.retryTopics().getOrDefault(stage, none),
                            lying.letters().getOrDefault(stage, 0L),
                            lying.replayed().getOrDefault(stage, 0L),
                            throughput.of(stage)));
        }
        return new Look(now, stages);
    }

    private static Set<TopicPartition> owned(List<WorkerReport> alive) {
        Set<TopicPartition> owned = new HashSet<>();
        alive.stream()
                .flatMap(worker -> worker.stages().stream())
                .flatMap(stage -> stage.sources().stream())
                .forEach(source -> owned.addAll(partitions(source)));
        return owned;
    }

    private static List<TopicPartition> partitions(SourceReport source) {
        return source.partitions().stream()
                .map(partition -> new TopicPartition(source.topic(), partition))
                .toList();
    }

    private QueueReading openReading() {
        QueueReading its = reading;
        if (its == null) {
            its = new QueueReading(parts.clients(), parts.marks());
            reading = its;
        }
        return its;
    }

    private void closeReading() {
        QueueReading open = reading;
        reading = null;
        if (open != null) {
            try {
                open.close();
            } catch (RuntimeException e) {
                LOG.warn("Expected to close the clients of the look at the queues, but: {}", e.toString());
            }
        }
    }

    @Override
    public synchronized void start() {
        running = true;
        thread = Thread.ofVirtual().name("rushes-queues").start(this::run);
    }

    @Override
    public synchronized void stop() {
        running = false;
        Thread looking = thread;
        if (looking != null) {
            looking.interrupt();
            try {
                boolean unused = looking.join(LAST_LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
