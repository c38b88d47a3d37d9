package dev.rushes.runtime.kafka;

import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every topic that Rushes reads or writes. They are created before anything is sent, and awaited until every partition has a leader: an
 * idempotent producer that meets a topic too early can hang until its delivery timeout. Topics that exist are left as they are.
 */
final class Topics {
    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration CONTROL_RETENTION = Duration.ofDays(2);
    /** Longer than a continuation can wait, which is as long as its retry topic keeps it waiting at the tail. */
    private static final Duration LEASE_RETENTION = Duration.ofDays(2);

    private static final Duration WORKER_RETENTION = Duration.ofDays(1);
    private static final Duration WORKER_SEGMENT = Duration.ofHours(1);
    private static final int LARGEST_RECORD = 1 << 20;
    private static final int LARGEST_RECORD_WITH_REASONS = 2 << 20;

    private final Clients clients;
    private final KafkaSettings settings;

    Topics(Clients clients, KafkaSettings settings) {
        this.clients = clients;
        this.settings = settings;
    }

    /**
     * Creates what is missing and waits until all is ready. Blocks.
     *
     * @throws IllegalStateException if that takes longer than the start-up timeout
     */
    void ensure() {
        long deadline = System.nanoTime() + settings.startupTimeout().toNanos();
        String obstacle = "nothing was tried";
        try (Admin admin = clients.admin()) {
            while (System.nanoTime() < deadline) {
                try {
                    create(admin);
                    if (ready(admin)) {
                        return;
                    }
                    obstacle = "some partitions have no leader yet";
                } catch (ExecutionException e) {
                    obstacle = String.valueOf(e.getCause());
                    LOG.info("Kafka at {} is not ready: {}", settings.bootstrapServers(), obstacle);
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            obstacle = "the start was interrupted";
        }
        throw new IllegalStateException("Expected the topics to be ready within " + settings.startupTimeout() + " at "
                + settings.bootstrapServers() + ", but " + obstacle);
    }

    private void create(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get();
        List<NewTopic> missing =
                all().stream().filter(topic -> !existing.contains(topic.name())).toList();
        for (Map.Entry<String, org.apache.kafka.common.KafkaFuture<Void>> created :
                admin.createTopics(missing).values().entrySet()) {
            try {
                created.getValue().get();
                LOG.info("Created topic {}", created.getKey());
            } catch (ExecutionException e) {
                // Another instance that started at the same moment was faster.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private boolean ready(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> names = new HashSet<>();
        all().forEach(topic -> names.add(topic.name()));
        return admin.describeTopics(names).allTopicNames().get().values().stream()
                .allMatch(Topics::hasLeaders);
    }

    private static boolean hasLeaders(TopicDescription topic) {
        return topic.partitions().stream()
                .allMatch(partition ->
                        partition.leader() != null && !partition.leader().isEmpty());
    }

    private List<NewTopic> all() {
        List<NewTopic> topics = new ArrayList<>();
        for (FlowStage stage : FlowStage.values()) {
            topics.add(topic(stage.topic(), settings.partitions(), settings.retention(), LARGEST_RECORD));
            topics.add(topic(
                    stage.retryTopic(), settings.partitions(), settings.retryRetention(), LARGEST_RECORD_WITH_REASONS));
            topics.add(topic(
                    stage.deadLetterTopic(),
                    settings.partitions(),
                    settings.deadLetterRetention(),
                    LARGEST_RECORD_WITH_REASONS));
        }
        topics.add(topic(Flow.EVENTS, settings.partitions(), settings.eventRetention(), LARGEST_RECORD));
        // One partition: commands are few, and their order is what counts.
        topics.add(topic(Flow.CONTROL, 1, CONTROL_RETENTION, LARGEST_RECORD));
        topics.add(standing(
                Flow.LEASES,
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        millis(LEASE_RETENTION))));
        topics.add(
                standing(Flow.ORDERS, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
        topics.add(standing(
                Flow.WORKERS,
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG, millis(WORKER_RETENTION),
                        // Only closed segments are compacted, and a newcomer reads whatever is there.
                        TopicConfig.SEGMENT_MS_CONFIG, millis(WORKER_SEGMENT),
                        TopicConfig.DELETE_RETENTION_MS_CONFIG, millis(WORKER_SEGMENT))));
        // One partition: operators do little, and what they did is read in order.
        topics.add(topic(Flow.AUDIT, 1, settings.eventRetention(), LARGEST_RECORD));
        return topics;
    }

    /** A topic that is a table: the last record of a key counts. One partition, so that all is read in one order. */
    private NewTopic standing(String name, Map<String, String> cleanup) {
        Map<String, String> configs = new HashMap<>(cleanup);
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_RECORD));
        return new NewTopic(name, 1, settings.replication()).configs(configs);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private NewTopic topic(String name, int partitions, Duration retention, int largestRecord) {
        return new NewTopic(name, partitions, settings.replication())
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(largestRecord)));
    }
}
