package dev.rushes.runtime.kafka;

import dev.rushes.events.ActionResult;
import dev.rushes.events.OperatorActed;
import dev.rushes.flow.Flow;
import dev.rushes.runtime.deadletters.DeadLettersUnavailable;
import dev.rushes.runtime.deadletters.LetterPlace;
import dev.rushes.runtime.engine.UnreadableRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which letters have been replayed and which jobs reopened, read from the audit. The audit is read on at each question, so that everybody's
 * replays show at once. Remembers a bounded number of letters and jobs; what was replayed longest ago is forgotten first, and then counts as
 * never replayed. Thread-safe; a refresh blocks.
 */
final class ReplayMarks {
    /** Action of the audit about a replay as a whole. */
    static final String REPLAY = "dead-letters.replay";
    /** Action of the audit about one letter of a replay. */
    static final String REPLAY_ONE = "dead-letters.replay-one";

    private static final Logger LOG = LoggerFactory.getLogger(ReplayMarks.class);

    private final FactSerde serde;
    private final Map<LetterPlace, Set<UUID>> replays;
    private final Map<UUID, Set<Integer>> reopened;
    private final Map<TopicPartition, Long> next = new HashMap<>();

    ReplayMarks(FactSerde serde, int limit) {
        this.serde = serde;
        this.replays = bounded(limit);
        this.reopened = bounded(limit);
    }

    /**
     * Reads what has been written since the last refresh.
     *
     * @param oldest start of the first reading: letters that were replayed before are gone
     */
    synchronized void refresh(TopicSpans spans, Instant oldest) {
        SortedMap<TopicPartition, TopicSpans.Span> all = spans.of(List.of(Flow.AUDIT));
        SortedMap<TopicPartition, TopicSpans.Span> unread = next.isEmpty() ? spans.since(all, oldest) : all;
        unread.forEach((partition, span) -> {
            var unused = spans.read(partition, span.from(next.getOrDefault(partition, 0L)), this::learn);
            next.put(partition, span.until());
        });
    }

    /** How often a letter has been replayed. */
    synchronized int replays(LetterPlace place) {
        return replays.getOrDefault(place, Set.of()).size();
    }

    /** All letters that have been replayed. */
    synchronized Set<LetterPlace> replayed() {
        return Set.copyOf(replays.keySet());
    }

    /** How many runs of a job have been opened by replays. */
    synchronized int reopenings(UUID job) {
        return reopened.getOrDefault(job, Set.of()).size();
    }

    private boolean learn(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (serde.decode(record.topic(), record.headers(), record.value()) instanceof OperatorActed acted
                    && acted.getAction().equals(REPLAY_ONE)
                    && acted.getResult() == ActionResult.DONE) {
                learn(acted);
            }
        } catch (UnreadableRecord e) {
            LOG.error(
                    "An entry of the audit at offset {} can't be read and is passed over: {}",
                    record.offset(),
                    e.getMessage());
        } catch (RuntimeException e) {
            throw new DeadLettersUnavailable("Expected the registry to answer, but it did not", e);
        }
        next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        return true;
    }

    private void learn(OperatorActed acted) {
        var unused = LetterPlace.parse(acted.getSubject())
                .map(place ->
                        replays.computeIfAbsent(place, its -> new HashSet<>()).add(acted.getActionId()));
        UUID job = acted.getJobId();
        Integer run = acted.getRun();
        if (job != null && run != null) {
            var alsoUnused =
                    reopened.computeIfAbsent(job, its -> new HashSet<>()).add(run);
        }
    }

    private static <K, V> Map<K, V> bounded(int limit) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > limit;
            }
        };
    }
}
