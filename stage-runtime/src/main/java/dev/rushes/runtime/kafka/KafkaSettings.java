package dev.rushes.runtime.kafka;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Where Kafka and the schema registry are, and how they are used.
 *
 * @param bootstrapServers brokers, host:port, separated by commas
 * @param registryUrl the registry's own API; given to the serializers as {@code apicurio.registry.url}
 * @param serializer class name of a Kafka {@code Serializer} for specific Avro records; with Confluent's jar on the class path,
 *     {@code io.confluent.kafka.serializers.KafkaAvroSerializer} works with {@code rushes.kafka.serde.schema.registry.url}
 * @param deserializer class name of the matching {@code Deserializer}
 * @param serde further properties of both, as they are
 * @param registryTimeout longest wait for an answer of the registry, at most 10 minutes; then it counts as away, and records wait for it
 * @param autoRegister whether a schema that the registry does not know is registered by whoever first writes it; switch it off where
 *     schemas are registered by the build
 * @param client properties of every Kafka client, as they are: security, timeouts
 * @param worker name of this instance in events and logs; empty makes one up of host name and process id
 * @param groupProtocol "classic" (cooperative-sticky) or "consumer" (KIP-848)
 * @param groupInstanceId name that survives a restart, different for every instance: one that comes back within the session timeout finds its
 *     partitions as it left them, and nobody else's move. Empty: partitions move as soon as an instance leaves
 * @param sessionTimeout how long a member may be silent until its partitions move; classic protocol only, because with "consumer" the broker
 *     decides ({@code group.consumer.session.timeout.ms}); absent leaves it to Kafka's default of 45 s
 * @param partitions partitions of topics that this instance creates
 * @param replication replicas of topics that this instance creates
 * @param retention how long stage topics keep records; longer than the oldest unfinished record may get
 * @param retryRetention how long retry topics keep records; longer than all waits of a record together
 * @param deadLetterRetention how long dead letters can be replayed
 * @param eventRetention how long events and the audit are kept, and so from when on the ledger can be rebuilt
 * @param startupTimeout longest wait for the brokers at start-up; then the start fails
 * @param pollRecords most records of one poll; small, so that partitions take turns
 * @param maxSpan most records of a partition between its commit position and its newest record, but for those that rest in the log because they
 *     are due much later; then the partition waits
 * @param continuation how long a record may hold back the commits of its partition; then it moves to the tail of the retry topic, and goes on
 *     under a lease if it runs
 * @param commitInterval shortest time between two commits of a partition; what is finished in between is repeated after a crash
 * @param maxRecordSize largest value that is decoded; a larger one goes to the dead letters
 */
@Validated
@ConfigurationProperties(prefix = "rushes.kafka", ignoreUnknownFields = false)
public record KafkaSettings(
        @DefaultValue("127.0.0.1:9092") @NotBlank String bootstrapServers,

        @DefaultValue("http://127.0.0.1:8081/apis/registry/v3") @NotBlank
        String registryUrl,

        @DefaultValue("io.apicurio.registry.serde.avro.AvroKafkaSerializer") @NotBlank
        String serializer,

        @DefaultValue("io.apicurio.registry.serde.avro.AvroKafkaDeserializer") @NotBlank
        String deserializer,

        @DefaultValue Map<String, String> serde,
        @DefaultValue("5s") Duration registryTimeout,
        @DefaultValue("true") boolean autoRegister,
        @DefaultValue Map<String, String> client,
        @DefaultValue("") String worker,
        @DefaultValue("classic") GroupProtocol groupProtocol,

        @DefaultValue("") @Pattern(regexp = "[a-zA-Z0-9._-]{0,200}")
        String groupInstanceId,

        @Nullable Duration sessionTimeout,
        @DefaultValue("6") @Min(1) int partitions,
        @DefaultValue("1") @Min(1) short replication,
        @DefaultValue("7d") Duration retention,
        @DefaultValue("7d") Duration retryRetention,
        @DefaultValue("30d") Duration deadLetterRetention,
        @DefaultValue("3650d") Duration eventRetention,
        @DefaultValue("2m") Duration startupTimeout,
        @DefaultValue("32") @Min(1) int pollRecords,
        @DefaultValue("20000") @Min(10) int maxSpan,
        @DefaultValue("1m") Duration continuation,
        @DefaultValue("250ms") Duration commitInterval,
        @DefaultValue("1MB") DataSize maxRecordSize) {

    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(10);
    private static final Duration SHORTEST_SESSION = Duration.ofSeconds(1);

    public KafkaSettings {
        serde = Map.copyOf(serde);
        client = Map.copyOf(client);
        if (!registryTimeout.isPositive() || registryTimeout.compareTo(LONGEST_ANSWER) > 0) {
            throw new IllegalArgumentException(
                    "Expected a registry timeout (rushes.kafka.registry-timeout) of more than 0" + " and at most "
                            + LONGEST_ANSWER.toMinutes() + " minutes, but got " + registryTimeout);
        }
        if (sessionTimeout != null && groupProtocol == GroupProtocol.CONSUMER) {
            throw new IllegalArgumentException(
                    "Expected no session timeout with the group protocol \"consumer\", because the"
                            + " broker decides it (group.consumer.session.timeout.ms), but got " + sessionTimeout);
        }
        if (sessionTimeout != null && sessionTimeout.compareTo(SHORTEST_SESSION) < 0) {
            throw new IllegalArgumentException(
                    "Expected a session timeout of at least " + SHORTEST_SESSION + ", but got " + sessionTimeout);
        }
    }

    /** How a consumer group agrees on who reads what. */
    public enum GroupProtocol {
        /** Decided by the members; partitions move one by one. */
        CLASSIC,
        /** Decided by the broker (KIP-848). */
        CONSUMER
    }

    /** The worker's name, or one made up of host name and process id. */
    public String workerName() {
        if (!worker.isBlank()) {
            return worker;
        }
        return hostName() + "-" + ProcessHandle.current().pid();
    }

    /** As containers and shells set it; "worker" where nobody did. No name server is asked. */
    static String hostName() {
        String host = System.getenv("HOSTNAME");
        return host == null || host.isBlank() ? "worker" : host;
    }
}
