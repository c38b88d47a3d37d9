package dev.rushes.runtime.kafka;

import dev.rushes.events.OperatorActed;
import dev.rushes.flow.Flow;
import dev.rushes.runtime.engine.UnreadableRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** {@code rushes.audit} in Kafka, read. */
final class KafkaAuditLog implements AuditLog {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaAuditLog.class);

    private final Clients clients;
    private final FactSerde serde;

    KafkaAuditLog(Clients clients, FactSerde serde) {
        this.clients = clients;
        this.serde = serde;
    }

    @Override
    public EventLog.Reading read(String group, Function<List<AuditEntry>, Mono<Void>> batch) {
        return new GroupReading<Optional<AuditEntry>>(
                        Flow.AUDIT,
                        group,
                        clients,
                        this::decode,
                        records -> batch.apply(
                                records.stream().flatMap(Optional::stream).toList()),
                        () -> false)
                .start();
    }

    /** @throws RuntimeException if the record can't be read now, because the registry does not answer */
    private Optional<AuditEntry> decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return serde.decode(record.topic(), record.headers(), record.value()) instanceof OperatorActed acted
                    ? Optional.of(entry(acted))
                    : skip(record, "it is another fact");
        } catch (UnreadableRecord e) {
            return skip(record, String.valueOf(e.getMessage()));
        }
    }

    private static Optional<AuditEntry> skip(ConsumerRecord<byte[], byte[]> record, String why) {
        LOG.warn(
                "Skipped {}-{}@{}, which is no entry of the audit: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                why);
        return Optional.empty();
    }

    private static AuditEntry entry(OperatorActed acted) {
        return new AuditEntry(
                acted.getEventId(),
                acted.getOccurredAt(),
                new AuditEntry.Deed(
                        acted.getActionId(),
                        acted.getOperator(),
                        acted.getAction(),
                        acted.getReason(),
                        acted.getArguments(),
                        acted.getDryRun()),
                new AuditEntry.Subject(
                        acted.getSubject(),
                        acted.getTenant(),
                        Optional.ofNullable(acted.getJobId()),
                        Optional.ofNullable(acted.getRun())),
                result(acted.getResult().name()),
                acted.getOutcome(),
                Optional.empty());
    }

    /** What a later version says is shown as done: it has happened. */
    private static AuditEntry.Result result(String name) {
        return Arrays.stream(AuditEntry.Result.values())
                .filter(result -> result.name().equals(name))
                .findFirst()
                .orElse(AuditEntry.Result.DONE);
    }
}
