package dev.rushes.runtime.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Logs with gaps in their offsets, and groups whose members come, go and are expelled. A group has the name of the one topic that it reads. */
final class SimBroker {
    static final Duration SESSION = Duration.ofSeconds(2);

    private final SimWorld world;
    private final int partitions;
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> logs = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final List<Consumer<ConsumerRecord<byte[], byte[]>>> readers = new ArrayList<>();
    private CommitWatch watch = (partition, before, after) -> {};
    private boolean away;
    private long awaySince;

    SimBroker(SimWorld world, int partitions) {
        this.world = world;
        this.partitions = partitions;
    }

    /** Looks at a commit before it counts. */
    interface CommitWatch {
        void commits(TopicPartition partition, long before, long after);
    }

    private static final class Group {
        private final Set<SimConsumer> members = new LinkedHashSet<>();
        private final Map<TopicPartition, SimConsumer> target = new HashMap<>();
        private final Map<TopicPartition, SimConsumer> owners = new HashMap<>();
    }

    void watch(CommitWatch look) {
        watch = look;
    }

    void read(Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        readers.add(reader);
    }

    void setAway(boolean value) {
        awaySince = away ? awaySince : world.nanos();
        away = value;
    }

    /** Until when what is stored can have been heard. */
    long answeredUpTo() {
        return away ? awaySince : world.nanos();
    }

    boolean isAway() {
        return away;
    }

    int partitions() {
        return partitions;
    }

    ConsumerRecord<byte[], byte[]> append(ProducerRecord<byte[], byte[]> record) {
        int number = record.partition() != null ? record.partition() : Math.floorMod(hash(record.key()), partitions);
        TopicPartition partition = new TopicPartition(record.topic(), number);
        long offset = ends.getOrDefault(partition, 0L)
                + (world.chance(0.2) ? 1 + world.random().nextInt(3) : 0);
        ConsumerRecord<byte[], byte[]> stored = new ConsumerRecord<>(
                record.topic(),
                number,
                offset,
                world.now().toEpochMilli(),
                TimestampType.CREATE_TIME,
                length(record.key()),
                length(record.value()),
                record.key(),
                record.value(),
                new org.apache.kafka.common.header.internals.RecordHeaders(record.headers()),
                java.util.Optional.empty());
        logs.computeIfAbsent(partition, none -> new ArrayList<>()).add(stored);
        ends.put(partition, offset + 1);
        readers.forEach(reader -> reader.accept(stored));
        return stored;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? -1 : bytes.length;
    }

    private static int hash(byte @Nullable [] key) {
        return key == null ? 0 : java.util.Arrays.hashCode(key);
    }

    List<ConsumerRecord<byte[], byte[]>> log(TopicPartition partition) {
        return logs.getOrDefault(partition, List.of());
    }

    List<ConsumerRecord<byte[], byte[]>> topic(String topic) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        logs.forEach((partition, log) -> {
            if (partition.topic().equals(topic)) {
                all.addAll(log);
            }
        });
        return all;
    }

    /** Records that the group of that topic has not committed. */
    long lag(String topic) {
        long open = 0;
        for (int number = 0; number < partitions; number++) {
            TopicPartition partition = new TopicPartition(topic, number);
            open += log(partition).size() - firstOpen(partition);
        }
        return open;
    }

    /** Index of the first record that is not committed. */
    int firstOpen(TopicPartition partition) {
        List<ConsumerRecord<byte[], byte[]>> log = log(partition);
        long offset = committedOffset(partition);
        int index = log.size();
        while (index > 0 && log.get(index - 1).offset() >= offset) {
            index--;
        }
        return index;
    }

    @Nullable
    OffsetAndMetadata committed(TopicPartition partition) {
        return committed.get(partition);
    }

    private long committedOffset(TopicPartition partition) {
        OffsetAndMetadata at = committed.get(partition);
        return at == null ? 0 : at.offset();
    }

    /** Classic brokers check the member and its generation, not who owns the partition. */
    boolean commit(SimConsumer member, Map<TopicPartition, OffsetAndMetadata> offsets) {
        Group group = group(member);
        if (away || !group.members.contains(member)) {
            return false;
        }
        offsets.forEach((partition, position) -> {
            watch.commits(partition, committedOffset(partition), position.offset());
            committed.put(partition, position);
        });
        return true;
    }

    boolean owns(SimConsumer member, TopicPartition partition) {
        return group(member).owners.get(partition) == member;
    }

    boolean isMember(SimConsumer member) {
        return group(member).members.contains(member);
    }

    void join(SimConsumer member) {
        if (group(member).members.add(member)) {
            rebalance(member.topic());
        }
    }

    /** The member says good-bye, or was not heard of for too long. */
    void remove(SimConsumer member) {
        Group group = group(member);
        if (group.members.remove(member)) {
            group.owners.values().removeIf(owner -> owner == member);
            rebalance(member.topic());
        }
    }

    /** Deals the partitions anew; whoever has one now may keep it where that is fair. */
    void rebalance(String topic) {
        Group group = groups.computeIfAbsent(topic, none -> new Group());
        group.target.clear();
        List<SimConsumer> members = new ArrayList<>(group.members);
        if (members.isEmpty()) {
            return;
        }
        java.util.Collections.shuffle(members, world.random());
        for (int number = 0; number < partitions; number++) {
            group.target.put(new TopicPartition(topic, number), members.get(number % members.size()));
        }
    }

    Set<TopicPartition> toRevoke(SimConsumer member) {
        Group group = group(member);
        Set<TopicPartition> mine = new HashSet<>();
        group.owners.forEach((partition, owner) -> {
            if (owner == member && group.target.get(partition) != member) {
                mine.add(partition);
            }
        });
        return mine;
    }

    void revoked(SimConsumer member, Set<TopicPartition> gone) {
        gone.forEach(partition -> group(member).owners.remove(partition, member));
    }

    /** Free partitions that are meant for the member; they are its own from now on. */
    Set<TopicPartition> toAssign(SimConsumer member) {
        Group group = group(member);
        Set<TopicPartition> mine = new LinkedHashSet<>();
        for (int number = 0; number < partitions; number++) {
            TopicPartition partition = new TopicPartition(member.topic(), number);
            if (group.target.get(partition) == member && !group.owners.containsKey(partition)) {
                group.owners.put(partition, member);
                mine.add(partition);
            }
        }
        return mine;
    }

    private Group group(SimConsumer member) {
        return groups.computeIfAbsent(member.topic(), none -> new Group());
    }
}
