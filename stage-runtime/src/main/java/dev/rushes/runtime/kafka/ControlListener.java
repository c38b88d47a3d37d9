package dev.rushes.runtime.kafka;

import dev.rushes.events.ControlAction;
import dev.rushes.events.ControlCommand;
import dev.rushes.flow.Flow;
import dev.rushes.runtime.engine.Lanes;
import dev.rushes.runtime.engine.Order;
import dev.rushes.runtime.engine.StageEngine;
import dev.rushes.runtime.engine.UnreadableRecord;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.wire.JobWire;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code rushes.control} on every instance, without a group, beginning with the commands of the last day: an instance that starts
 * must know what was cancelled before it began. A command that can't be read is logged and passed over. Orders that stand longer than a
 * day are none of its business: see {@link KafkaStageOrders}.
 */
final class ControlListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlListener.class);
    private static final Duration MEMORY = Duration.ofHours(24);

    private final FactSerde serde;
    private final List<StageEngine<?, ?>> engines;
    private final Lanes lanes;
    private final TopicTail tail;

    ControlListener(Clients clients, FactSerde serde, List<StageEngine<?, ?>> engines, Lanes lanes, Clock clock) {
        this.serde = serde.apart();
        this.lanes = lanes;
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
        UUID job = command.getJobId();
        String lane = command.getLane();
        if (command.getAction() == ControlAction.CANCEL && job != null) {
            engines.forEach(engine -> engine.obey(new Order.Cancel(job, command.getRun())));
        } else if (command.getAction() == ControlAction.SET_PRIORITY && job != null && command.getPriority() != null) {
            JobTicket.Priority priority = JobWire.priority(command.getPriority());
            engines.forEach(engine -> engine.obey(new Order.SetPriority(job, priority)));
        } else if (command.getAction() == ControlAction.HOLD_LANE && lane != null) {
            hold(lane, command.getUntil());
        } else {
            LOG.warn(
                    "A command of kind {} is passed over: {} takes what concerns one job and holds of lanes only",
                    command.getAction(),
                    Flow.CONTROL);
        }
    }

    private void hold(String lane, @Nullable Instant until) {
        if (until == null) {
            lanes.lift(lane);
        } else {
            boolean unused = lanes.hold(lane, until);
        }
    }

    @Override
    public void close() {
        tail.close();
    }
}
