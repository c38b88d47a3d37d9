package dev.rushes.campaigns.nemesis;

import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartitionInfo;

/** Who leads, and whether all replicas are in step. */
public final class ClusterView implements AutoCloseable {
    private static final int REPLICAS = 3;
    private static final long ANSWER_SECONDS = 5;

    private final Admin admin;

    public ClusterView(String bootstrapServers) {
        this.admin = Admin.create(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "client.id",
                "campaign-nemesis",
                "default.api.timeout.ms",
                6_000,
                "request.timeout.ms",
                3_000));
    }

    /** The broker that leads a partition of a stage's topic; empty if there is none or nobody answers. */
    Optional<Integer> leader(FlowStage stage, int partition) {
        return describe(List.of(stage.topic())).flatMap(topics -> topics.stream()
                .flatMap(topic -> topic.partitions().stream())
                .filter(info -> info.partition() == partition)
                .map(TopicPartitionInfo::leader)
                .filter(leader -> leader != null && !leader.isEmpty())
                .map(leader -> leader.id())
                .findFirst());
    }

    /** Whether every replica of what matters is in step; false if nobody answers. */
    public boolean healthy() {
        List<String> topics = Stream.concat(
                        Stream.of("__consumer_offsets", "rushes.events"),
                        Flow.STAGES.stream()
                                .flatMap(
                                        stage -> Stream.of(stage.topic(), stage.retryTopic(), stage.deadLetterTopic())))
                .toList();
        return describe(topics)
                .map(all -> all.stream()
                        .flatMap(topic -> topic.partitions().stream())
                        .allMatch(info -> info.isr().size() == REPLICAS))
                .orElse(false);
    }

    /**
     * Whether the groups of all stages have come to rest with so many members, each with its share of the partitions; false if nobody answers.
     */
    public boolean settled(int members) {
        List<String> groups = Flow.STAGES.stream()
                .flatMap(stage -> Stream.of(stage.topic(), stage.retryTopic()))
                .toList();
        try {
            return admin.describeConsumerGroups(groups).all().get(ANSWER_SECONDS, TimeUnit.SECONDS).values().stream()
                    .allMatch(group -> group.groupState() == GroupState.STABLE
                            && group.members().size() == members
                            && group.members().stream().noneMatch(member -> member.assignment()
                                    .topicPartitions()
                                    .isEmpty()));
        } catch (ExecutionException | TimeoutException noAnswer) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Optional<List<TopicDescription>> describe(List<String> topics) {
        try {
            return Optional.of(List.copyOf(admin.describeTopics(topics)
                    .allTopicNames()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .values()));
        } catch (ExecutionException | TimeoutException noAnswer) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
