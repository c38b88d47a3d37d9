package dev.rushes.runtime.kafka;

import dev.rushes.events.ControlCommand;
import dev.rushes.events.StageName;
import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.engine.Order;
import dev.rushes.runtime.engine.StageEngine;
import dev.rushes.runtime.engine.UnreadableRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code rushes.control} on every instance, without a group, beginning with the commands of the last day: an instance that starts
 * must know what was cancelled before it began. A command that can't be read is logged and passed over.
 */
final class ControlListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlListener.class);
    private static final Duration MEMORY = Duration.ofHours(24);

    private final FactSerde serde;
    private final List<StageEngine<?, ?>> engines;
    private final TopicTail tail;

    ControlListener(Clients clients, FactSerde serde, List<StageEngine<?, ?>> engines, Clock clock) {
        this.serde = serde;
        this.engines = List.copyOf(engines);
        this.tail = new TopicTail(
                Flow.CONTROL, clients, new EventLog.From.At(clock.instant().minus(MEMORY)), this::read);
    }

    /** Begins to listen. */
    CompletableFuture<Void> start() {
        return tail.start().caughtUp();
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (serde.decode(record.topic(), record.headers(), record.value()) instanceof ControlCommand command) {
                obey(command);
            }
        } catch (UnreadableRecord e) {
            LOG.error("A command at offset {} can't be read and is passed over: {}", record.offset(), e.getMessage());
        }
    }

    private void obey(ControlCommand command) {
        Optional<Order> order = order(command);
        if (order.isEmpty()) {
            LOG.warn("A command of kind {} lacks what it needs and is passed over", command.getAction());
            return;
        }
        for (StageEngine<?, ?> engine : engines) {
            if (order.get() instanceof Order.Cancel || concerns(command.getStage(), engine.stage())) {
                engine.obey(order.get());
            }
        }
    }

    private static Optional<Order> order(ControlCommand command) {
        UUID job = command.getJobId();
        Integer concurrency = command.getConcurrency();
        return switch (command.getAction()) {
            case CANCEL -> job == null ? Optional.empty() : Optional.of(new Order.Cancel(job, command.getRun()));
            case PAUSE -> Optional.of(new Order.Pause());
            case RESUME -> Optional.of(new Order.Resume());
            case SET_CONCURRENCY ->
                concurrency == null ? Optional.empty() : Optional.of(new Order.SetConcurrency(concurrency));
            case UNKNOWN -> Optional.empty();
        };
    }

    private static boolean concerns(@org.jspecify.annotations.Nullable StageName named, FlowStage stage) {
        return named == null || named.name().equals(stage.name());
    }

    @Override
    public void close() {
        tail.close();
    }
}
