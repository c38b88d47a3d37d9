package dev.rushes.runtime.kafka;

import dev.rushes.events.WorkerHeartbeat;
import dev.rushes.flow.Flow;
import dev.rushes.runtime.engine.UnreadableRecord;
import dev.rushes.runtime.observe.WorkerReport;
import dev.rushes.runtime.rules.PresenceRule;
import dev.rushes.runtime.rules.PresenceRule.Presence;
import dev.rushes.runtime.rules.PresenceRule.Sign;
import dev.rushes.runtime.wire.HeartbeatWire;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Follows {@code rushes.workers}. A record that can't be read is passed over: its worker looks lost until the next one. */
final class WorkerRoll implements Workers, SmartLifecycle {
    /** After the topics. */
    static final int PHASE = 800;

    private static final Logger LOG = LoggerFactory.getLogger(WorkerRoll.class);

    private final FactSerde serde;
    private final PresenceRule rule;
    private final Clock clock;
    private final TopicTail tail;
    private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();
    private volatile boolean running;

    private record Entry(WorkerReport report, Sign.Beat sign) {}

    WorkerRoll(Clients clients, FactSerde serde, PresenceRule rule, Clock clock) {
        this.serde = serde.apart();
        this.rule = rule;
        this.clock = clock;
        this.tail = new TopicTail(Flow.WORKERS, clients, new EventLog.From.After(Map.of()), this::read);
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        String worker = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            Entry unused = entries.remove(worker);
            return;
        }
        try {
            if (serde.decode(record.topic(), record.headers(), record.value()) instanceof WorkerHeartbeat beat) {
                note(worker, HeartbeatWire.read(beat), Instant.ofEpochMilli(record.timestamp()));
            }
        } catch (UnreadableRecord e) {
            LOG.warn("The sign of life of {} can't be read: {}", worker, e.getMessage());
        }
    }

    private void note(String worker, WorkerReport report, Instant written) {
        Instant now = clock.instant();
        Instant heard = PresenceRule.heard(written, now, known());
        entries.put(worker, new Entry(report, new Sign.Beat(heard, report.interval())));
        boolean unused = entries.values().removeIf(entry -> rule.judge(entry.sign(), now) == Presence.GONE);
    }

    @Override
    public List<Worker> all() {
        Instant now = clock.instant();
        return entries.values().stream()
                .map(entry -> new Worker(entry.report(), entry.sign().heard(), rule.judge(entry.sign(), now)))
                .filter(worker -> worker.presence() != Presence.GONE)
                .toList();
    }

    @Override
    public boolean known() {
        return tail.caughtUp().isDone();
    }

    @Override
    public void start() {
        TopicTail unused = tail.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        tail.close();
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
