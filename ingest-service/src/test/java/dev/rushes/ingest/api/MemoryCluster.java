package dev.rushes.ingest.api;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.kafka.LogReach;
import dev.rushes.runtime.kafka.Queues;
import dev.rushes.runtime.kafka.StageOrders;
import dev.rushes.runtime.kafka.Workers;
import dev.rushes.runtime.observe.JobSince;
import dev.rushes.runtime.observe.LaneReport;
import dev.rushes.runtime.observe.PriorityReport;
import dev.rushes.runtime.observe.SourceReport;
import dev.rushes.runtime.observe.StageReport;
import dev.rushes.runtime.observe.StageState;
import dev.rushes.runtime.observe.WorkerReport;
import dev.rushes.runtime.rules.PresenceRule.Presence;
import dev.rushes.runtime.rules.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/** Workers in memory that obey at once, unless they are deaf. The broker can be away. */
final class MemoryCluster implements StageOrders, Workers, Queues, LogReach {
    static final UUID JOB = UUID.fromString("11111111-2222-4333-8444-555555555555");
    private static final int OWN_CONCURRENCY = 4;
    private static final Instant PAUSED_UNTIL = Instant.parse("2099-01-01T00:00:00Z");
    private static final LaneReport LANE = new LaneReport(
            "gemini:flash",
            List.of(FlowStage.SPLIT),
            new LaneReport.Limits(OptionalLong.of(60), OptionalLong.empty(), OptionalLong.empty(), OptionalInt.of(8)),
            0.25,
            new LaneReport.Free(OptionalLong.of(3), OptionalLong.empty(), OptionalLong.empty()),
            2,
            5,
            Optional.of(PAUSED_UNTIL));

    final List<String> reasons = new CopyOnWriteArrayList<>();
    volatile boolean away;
    /** Whether the registry does not answer. */
    volatile boolean hangs;

    volatile List<String> missingTopics = List.of();
    /** What Kafka says; empty means that nobody has looked. */
    volatile Optional<Look> look = Optional.empty();

    private final Map<String, Worker> workers = new ConcurrentSkipListMap<>();
    private final List<String> deaf = new CopyOnWriteArrayList<>();
    private final Map<FlowStage, Standing> standing = new ConcurrentSkipListMap<>();

    void reset() {
        away = false;
        hangs = false;
        missingTopics = List.of();
        look = Optional.empty();
        workers.clear();
        deaf.clear();
        standing.clear();
        reasons.clear();
    }

    void joins(String name, FlowStage stage, int... partitions) {
        put(name, Presence.ALIVE, report(stage, StageState.RUNNING, OWN_CONCURRENCY, partitions));
    }

    void isLost(String name, FlowStage stage) {
        put(name, Presence.LOST, report(stage, StageState.RUNNING, OWN_CONCURRENCY, 9));
    }

    void isDeaf(String name) {
        deaf.add(name);
    }

    @Override
    public Mono<Void> pause(FlowStage stage, String reason) {
        return given(stage, reason, new Standing(true, standing(stage).concurrency()));
    }

    @Override
    public Mono<Void> resume(FlowStage stage, String reason) {
        return given(stage, reason, new Standing(false, standing(stage).concurrency()));
    }

    @Override
    public Mono<Void> setConcurrency(FlowStage stage, int records, String reason) {
        return given(stage, reason, new Standing(standing(stage).paused(), OptionalInt.of(records)));
    }

    @Override
    public Mono<Void> resetConcurrency(FlowStage stage, String reason) {
        return given(stage, reason, new Standing(standing(stage).paused(), OptionalInt.empty()));
    }

    private Mono<Void> given(FlowStage stage, String reason, Standing order) {
        return Mono.defer(() -> {
            if (away) {
                return Mono.error(new IllegalStateException("no broker"));
            }
            reasons.add(reason);
            standing.put(stage, order);
            StageState state = order.paused() ? StageState.PAUSED : StageState.RUNNING;
            change(
                    stage,
                    its -> new StageReport(
                            stage,
                            state,
                            order.concurrency().orElse(OWN_CONCURRENCY),
                            its.running(),
                            its.waiting(),
                            its.oldestRunning(),
                            its.oldestWaiting(),
                            its.sources(),
                            its.fresh(),
                            its.priorities()));
            return Mono.empty();
        });
    }

    private void change(FlowStage stage, UnaryOperator<StageReport> change) {
        workers.replaceAll((name, worker) -> worker.alive() && !deaf.contains(name)
                ? worker(
                        name,
                        worker.presence(),
                        worker.report().stages().stream()
                                .map(its -> its.stage() == stage ? change.apply(its) : its)
                                .toList())
                : worker);
    }

    @Override
    public Standing standing(FlowStage stage) {
        return standing.getOrDefault(stage, new Standing(false, OptionalInt.empty()));
    }

    @Override
    public List<Worker> all() {
        return new ArrayList<>(new TreeMap<>(workers).values());
    }

    @Override
    public Mono<Brokers> brokers() {
        return Mono.defer(() -> away
                ? Mono.error(new IllegalStateException("Expected a broker, but there is none."))
                : Mono.just(new Brokers(3, missingTopics)));
    }

    @Override
    public Mono<String> registry() {
        return Mono.defer(() -> hangs ? Mono.never() : Mono.just("http://127.0.0.1:8081"));
    }

    @Override
    public Optional<Look> latest() {
        return look;
    }

    @Override
    public boolean known() {
        return true;
    }

    private void put(String name, Presence presence, StageReport stage) {
        Worker unused = workers.put(name, worker(name, presence, List.of(stage)));
    }

    private static Worker worker(String name, Presence presence, List<StageReport> stages) {
        Instant now = Instant.now();
        WorkerReport report = new WorkerReport(
                name,
                now,
                Instant.parse("2026-01-01T00:00:00Z"),
                "host-1",
                7,
                "1.0",
                Duration.ofSeconds(5),
                stages,
                List.of(LANE));
        return new Worker(report, now, presence);
    }

    private static StageReport report(FlowStage stage, StageState state, int concurrency, int... partitions) {
        TreeSet<Integer> owned = new TreeSet<>();
        for (int partition : partitions) {
            owned.add(partition);
        }
        Duration poll = Duration.ofMillis(10);
        return new StageReport(
                stage,
                state,
                concurrency,
                1,
                2,
                Optional.of(new JobSince(Optional.of(JOB), Instant.now().minusSeconds(60))),
                Optional.of(new JobSince(Optional.empty(), Instant.now().minusSeconds(5))),
                List.of(
                        new SourceReport(stage.topic(), true, owned, 3, Duration.ofSeconds(70), poll, Duration.ZERO),
                        new SourceReport(stage.retryTopic(), true, owned, 1, Duration.ofHours(1), poll, Duration.ZERO)),
                1,
                List.of(new PriorityReport(Urgency.HIGH, 1, 0, 30), new PriorityReport(Urgency.LOW, 0, 2, 10)));
    }
}
