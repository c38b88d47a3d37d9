package dev.rushes.runtime.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A member of a group of the simulated broker, as far as the shield talks to it. */
final class SimConsumer implements InvocationHandler {
    private static final int MOST_OF_A_POLL = 4;
    private static final Comparator<TopicPartition> BY_NUMBER = Comparator.comparingInt(TopicPartition::partition);

    private final SimWorld world;
    private final SimBroker broker;
    private final SimProcess process;
    private final String topic;
    /** Index of the next record in the log of each partition. */
    private final Map<TopicPartition, Integer> positions = new TreeMap<>(BY_NUMBER);

    private final Set<TopicPartition> paused = new HashSet<>();
    private final List<Runnable> callbacks = new ArrayList<>();
    private @Nullable ConsumerRebalanceListener listener;

    SimConsumer(SimWorld world, SimBroker broker, SimProcess process, String topic) {
        this.world = world;
        this.broker = broker;
        this.process = process;
        this.topic = topic;
    }

    String topic() {
        return topic;
    }

    @SuppressWarnings("unchecked")
    Consumer<byte[], byte[]> asConsumer() {
        return (Consumer<byte[], byte[]>)
                Proxy.newProxyInstance(SimConsumer.class.getClassLoader(), new Class<?>[] {Consumer.class}, this);
    }

    @Override
    @SuppressWarnings({"unchecked", "removal"})
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
        Object first = arguments == null || arguments.length == 0 ? "" : arguments[0];
        return switch (method.getName()) {
            case "subscribe" -> {
                listener = (ConsumerRebalanceListener) java.util.Objects.requireNonNull(arguments)[1];
                broker.join(this);
                yield null;
            }
            case "poll" -> poll();
            case "groupMetadata" -> new ConsumerGroupMetadata(topic, 1, process.toString(), Optional.empty());
            case "assignment" -> positions.keySet();
            case "paused" -> new HashSet<>(paused);
            case "pause" -> paused.addAll((Collection<TopicPartition>) first);
            case "resume" -> paused.removeAll((Collection<TopicPartition>) first);
            case "seek" -> {
                seek((TopicPartition) first, (Long) java.util.Objects.requireNonNull(arguments)[1]);
                yield null;
            }
            case "currentLag" -> lag((TopicPartition) first);
            case "committed" -> committed((Set<TopicPartition>) first);
            case "beginningOffsets" -> beginnings((Set<TopicPartition>) first);
            case "commitAsync" -> {
                commitAsync((Map<TopicPartition, OffsetAndMetadata>) first, (OffsetCommitCallback)
                        java.util.Objects.requireNonNull(arguments)[1]);
                yield null;
            }
            case "commitSync" -> {
                commitSync((Map<TopicPartition, OffsetAndMetadata>) first);
                yield null;
            }
            case "close" -> {
                broker.remove(this);
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        List<Runnable> due = List.copyOf(callbacks);
        callbacks.clear();
        due.forEach(Runnable::run);
        takePart();
        if (broker.isAway()) {
            return ConsumerRecords.empty();
        }
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> fetched = new LinkedHashMap<>();
        int room = MOST_OF_A_POLL;
        for (Map.Entry<TopicPartition, Integer> position : positions.entrySet()) {
            TopicPartition partition = position.getKey();
            List<ConsumerRecord<byte[], byte[]>> log = broker.log(partition);
            int from = position.getValue();
            int to = Math.min(log.size(), from + room);
            if (from < to && !paused.contains(partition)) {
                room -= to - from;
                fetched.put(partition, List.copyOf(log.subList(from, to)));
                position.setValue(to);
            }
        }
        return fetched.isEmpty() ? ConsumerRecords.empty() : new ConsumerRecords<>(fetched, Map.of());
    }

    /** Gives back and takes over partitions, one step a poll, as a cooperative group does. */
    private void takePart() {
        ConsumerRebalanceListener told = java.util.Objects.requireNonNull(listener);
        if (broker.isAway()) {
            return;
        }
        if (!broker.isMember(this)) {
            Set<TopicPartition> lost = new HashSet<>(positions.keySet());
            positions.clear();
            paused.clear();
            world.tell("%s lost %s", process, lost);
            told.onPartitionsLost(lost);
            broker.join(this);
            return;
        }
        Set<TopicPartition> going = broker.toRevoke(this);
        if (!going.isEmpty()) {
            world.tell("%s gives %s", process, going);
            told.onPartitionsRevoked(going);
            going.forEach(positions::remove);
            paused.removeAll(going);
            broker.revoked(this, going);
        }
        Set<TopicPartition> coming = broker.toAssign(this);
        if (!coming.isEmpty()) {
            world.tell("%s takes %s", process, coming);
            for (TopicPartition partition : coming) {
                positions.put(partition, broker.firstOpen(partition));
            }
            told.onPartitionsAssigned(coming);
        }
    }

    private void seek(TopicPartition partition, long offset) {
        if (!positions.containsKey(partition)) {
            throw new IllegalStateException("No current assignment for partition " + partition);
        }
        List<ConsumerRecord<byte[], byte[]>> log = broker.log(partition);
        int index = log.size();
        while (index > 0 && log.get(index - 1).offset() >= offset) {
            index--;
        }
        positions.put(partition, index);
    }

    private OptionalLong lag(TopicPartition partition) {
        return OptionalLong.of(broker.log(partition).size() - positions.getOrDefault(partition, 0));
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
        partitions.forEach(partition -> found.put(partition, broker.committed(partition)));
        return found;
    }

    /** Fails as {@link #commitAsync} does. */
    private void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        boolean fails = process.faulty() && world.chance(0.05);
        if (fails && world.chance(0.5)) {
            throw new TimeoutException("simulated");
        }
        if (!broker.commit(this, offsets)) {
            throw new CommitFailedException("not a member, or nobody there");
        }
        if (fails) {
            throw new TimeoutException("simulated");
        }
    }

    private static Map<TopicPartition, Long> beginnings(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        partitions.forEach(partition -> beginnings.put(partition, 0L));
        return beginnings;
    }

    /** The answer is heard in a later poll; one in twenty fails while there are faults, and half of those have counted. */
    private void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        boolean fails = process.faulty() && world.chance(0.05);
        boolean counts = !fails || world.chance(0.5);
        boolean accepted = counts && broker.commit(this, offsets);
        callbacks.add(() -> callback.onComplete(
                offsets,
                accepted && !fails
                        ? null
                        : accepted || broker.isAway()
                                ? new RetriableCommitFailedException("simulated")
                                : new CommitFailedException("simulated")));
    }
}
