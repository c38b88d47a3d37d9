package dev.rushes.runtime.kafka;

import dev.rushes.events.ControlCommand;
import dev.rushes.events.JobEvent;
import dev.rushes.events.OperatorActed;
import dev.rushes.events.WorkLease;
import dev.rushes.events.WorkerHeartbeat;
import dev.rushes.flow.Flow;
import dev.rushes.runtime.engine.RegistryUnavailable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Whether the registry is the one that our schemas are in. A registry that does not know the schema of one record may be right, or it may be the wrong
 * one, or have lost everything: then it does not know what else lies on the topic, either. It is asked with a serializer that registers nothing, and
 * takes whatever version there is.
 */
final class OwnSchemas {
    private static final Duration GOOD_FOR = Duration.ofSeconds(1);
    private static final Map<String, Topic> TOPICS = topics();

    private final Supplier<Serializer<Object>> make;
    private final Questions questions;
    private final LongSupplier nanos;
    private final Map<Topic, Verdict> verdicts = new ConcurrentHashMap<>();

    private record Topic(String subjects, Set<Class<? extends SpecificRecord>> carries) {}

    /** What the registry said, and when; what it did not say counts as well. */
    private record Verdict(long nanos, boolean known, String trouble) {}

    /**
     * @param make a serializer that remembers nothing, registers nothing, and takes the newest version
     * @param questions one at a time is enough
     */
    OwnSchemas(Supplier<Serializer<Object>> make, Questions questions, LongSupplier nanos) {
        this.make = make;
        this.questions = questions;
        this.nanos = nanos;
    }

    private static Map<String, Topic> topics() {
        Map<String, Topic> topics = new HashMap<>();
        for (Flow.Row row : Flow.table()) {
            Topic its = new Topic(row.stage().topic(), row.takes());
            topics.put(row.stage().topic(), its);
            topics.put(row.stage().retryTopic(), its);
            topics.put(row.stage().deadLetterTopic(), its);
        }
        topics.put(Flow.EVENTS, new Topic(Flow.EVENTS, Set.of(JobEvent.class)));
        topics.put(Flow.CONTROL, new Topic(Flow.CONTROL, Set.of(ControlCommand.class)));
        topics.put(Flow.ORDERS, new Topic(Flow.ORDERS, Set.of(ControlCommand.class)));
        topics.put(Flow.LEASES, new Topic(Flow.LEASES, Set.of(WorkLease.class)));
        topics.put(Flow.WORKERS, new Topic(Flow.WORKERS, Set.of(WorkerHeartbeat.class)));
        topics.put(Flow.AUDIT, new Topic(Flow.AUDIT, Set.of(OperatorActed.class)));
        return Map.copyOf(topics);
    }

    /**
     * Whether it knows any schema of the records that belong on the topic. Blocks; what it said counts for a second.
     *
     * @return true also for a topic that is none of ours
     * @throws RegistryUnavailable if it does not say
     */
    boolean areKnown(String topic) {
        Topic its = TOPICS.get(topic);
        if (its == null) {
            return true;
        }
        Verdict verdict = verdicts.compute(its, (ours, before) -> isGood(before) ? before : ask(ours));
        if (!verdict.trouble().isEmpty()) {
            throw new RegistryUnavailable(verdict.trouble(), null);
        }
        return verdict.known();
    }

    private boolean isGood(@Nullable Verdict before) {
        return before != null && nanos.getAsLong() - before.nanos() < GOOD_FOR.toNanos();
    }

    private Verdict ask(Topic topic) {
        try {
            boolean known = questions.ask(() -> knowsAny(topic));
            return new Verdict(nanos.getAsLong(), known, "");
        } catch (RegistryUnavailable e) {
            return new Verdict(nanos.getAsLong(), false, String.valueOf(e.getMessage()));
        }
    }

    private boolean knowsAny(Topic topic) {
        try (Serializer<Object> serializer = make.get()) {
            return topic.carries().stream().anyMatch(type -> knows(serializer, topic.subjects(), type));
        }
    }

    private static boolean knows(Serializer<Object> serializer, String subjects, Class<? extends SpecificRecord> type) {
        Schema schema = SpecificData.get().getSchema(type);
        try {
            byte[] unused = serializer.serialize(subjects, new RecordHeaders(), new Unwritten(schema));
            return true;
        } catch (RuntimeException e) {
            return switch (SerdeTrouble.of(e)) {
                case RECORD -> true;
                case REFUSED -> false;
                case AWAY, ODD ->
                    throw new RegistryUnavailable(
                            "Expected the schema registry to say whether it knows the schemas of " + subjects + ", but "
                                    + SerdeTrouble.root(e),
                            e);
            };
        }
    }

    /** A record of which nothing is known but the schema. A serializer looks into it when the registry has answered, and gets no further. */
    private record Unwritten(Schema schema) implements SpecificRecord {
        @Override
        public Schema getSchema() {
            return schema;
        }

        @Override
        public Object get(int field) {
            throw new AvroRuntimeException("Expected to ask for the schema only");
        }

        @Override
        public void put(int field, Object value) {
            throw new AvroRuntimeException("Expected to ask for the schema only");
        }
    }
}
