package dev.rushes.runtime.kafka;

import dev.rushes.events.ControlAction;
import dev.rushes.events.ControlCommand;
import dev.rushes.events.StageName;
import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.engine.Order;
import dev.rushes.runtime.engine.StageEngine;
import dev.rushes.runtime.engine.UnreadableRecord;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;

/**
 * Standing orders on {@code rushes.orders}: compacted, so that the last order of each kind outlives any retention, and read from its
 * beginning by every instance before it takes up a record. A cancellation is different: it is about a job that will be gone, so it stays on
 * {@code rushes.control} and is forgotten.
 */
final class KafkaStageOrders implements StageOrders, SmartLifecycle {
    /** After the topics, before the stages. */
    static final int PHASE = 800;

    private static final Logger LOG = LoggerFactory.getLogger(KafkaStageOrders.class);

    private final Control control;
    private final FactSerde serde;
    private final List<StageEngine<?, ?>> engines;
    private final Clock clock;
    private final TopicTail tail;
    private final Map<FlowStage, Standing> standing = new ConcurrentHashMap<>();
    private volatile boolean running;

    KafkaStageOrders(Control control, Clients clients, FactSerde serde, List<StageEngine<?, ?>> engines, Clock clock) {
        this.control = control;
        this.serde = serde.apart();
        this.engines = List.copyOf(engines);
        this.clock = clock;
        // A record's class reads its schema from a file when it is first used: now, and not later on an event loop.
        Objects.requireNonNull(ControlCommand.getClassSchema());
        this.tail = new TopicTail(Flow.ORDERS, clients, new EventLog.From.After(Map.of()), this::read);
    }

    @Override
    public Mono<Void> pause(FlowStage stage, String reason) {
        return give(ControlAction.PAUSE, stage, null, reason);
    }

    @Override
    public Mono<Void> resume(FlowStage stage, String reason) {
        return give(ControlAction.RESUME, stage, null, reason);
    }

    @Override
    public Mono<Void> setConcurrency(FlowStage stage, int records, String reason) {
        if (records < 1) {
            throw new IllegalArgumentException("Expected a concurrency of at least 1, but got " + records);
        }
        return give(ControlAction.SET_CONCURRENCY, stage, records, reason);
    }

    @Override
    public Mono<Void> resetConcurrency(FlowStage stage, String reason) {
        return give(ControlAction.RESET_CONCURRENCY, stage, null, reason);
    }

    private Mono<Void> give(ControlAction action, FlowStage stage, @Nullable Integer concurrency, String reason) {
        return Mono.defer(() -> control.command(ControlCommand.newBuilder()
                .setCommandId(UUID.randomUUID())
                .setIssuedAt(clock.instant())
                .setAction(action)
                .setStage(StageName.valueOf(stage.name()))
                .setConcurrency(concurrency)
                .setReason(reason)
                .build()));
    }

    @Override
    public Standing standing(FlowStage stage) {
        return standing.getOrDefault(stage, Standing.NONE);
    }

    /** Completes when every order is known that stood at the start. */
    CompletableFuture<Void> known() {
        return tail.caughtUp();
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (serde.decode(record.topic(), record.headers(), record.value()) instanceof ControlCommand command) {
                order(command).ifPresentOrElse(order -> carryOut(order, command), () -> passOver(record));
            } else {
                passOver(record);
            }
        } catch (UnreadableRecord e) {
            LOG.warn("An order at offset {} can't be read and is passed over: {}", record.offset(), e.getMessage());
        }
    }

    private static void passOver(ConsumerRecord<byte[], byte[]> record) {
        LOG.warn(
                "The record at offset {} of {} is no order to a stage and is passed over",
                record.offset(),
                Flow.ORDERS);
    }

    private static Optional<Order> order(ControlCommand command) {
        return switch (command.getAction()) {
            case PAUSE -> Optional.of(new Order.Pause());
            case RESUME -> Optional.of(new Order.Resume());
            case SET_CONCURRENCY ->
                Optional.ofNullable(command.getConcurrency())
                        .filter(records -> records >= 1)
                        .map(Order.SetConcurrency::new);
            case RESET_CONCURRENCY -> Optional.of(new Order.ResetConcurrency());
            case CANCEL, SET_PRIORITY, HOLD_LANE, UNKNOWN -> Optional.empty();
        };
    }

    private void carryOut(Order order, ControlCommand command) {
        LOG.info(
                "{} of {}: {} ({})",
                command.getAction(),
                command.getIssuedAt(),
                command.getStage(),
                command.getReason());
        for (FlowStage stage : FlowStage.values()) {
            if (concerns(command.getStage(), stage)) {
                Standing unused =
                        standing.merge(stage, after(Standing.NONE, order), (before, first) -> after(before, order));
            }
        }
        for (StageEngine<?, ?> engine : engines) {
            if (concerns(command.getStage(), engine.stage())) {
                engine.obey(order);
            }
        }
    }

    private static Standing after(Standing before, Order order) {
        return switch (order) {
            case Order.Pause pause -> before.withPaused(true);
            case Order.Resume resume -> before.withPaused(false);
            case Order.SetConcurrency wanted -> before.withConcurrency(OptionalInt.of(wanted.records()));
            case Order.ResetConcurrency reset -> before.withConcurrency(OptionalInt.empty());
            case Order.Cancel cancel -> before;
            case Order.SetPriority wanted -> before;
        };
    }

    private static boolean concerns(@Nullable StageName named, FlowStage stage) {
        return named == null || named.name().equals(stage.name());
    }

    @Override
    public void start() {
        TopicTail unused = tail.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        tail.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
