package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rushes.events.ControlAction;
import dev.rushes.events.ControlCommand;
import dev.rushes.events.StageName;
import dev.rushes.events.WorkerHeartbeat;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.observe.StageReport;
import dev.rushes.runtime.observe.StageState;
import dev.rushes.runtime.rules.PresenceRule.Presence;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.testkit.MemoryRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Orders to stages and signs of life, against a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration ACKNOWLEDGED = Duration.ofSeconds(10);

    private Bench bench;
    private Probe probe = new Probe();

    @BeforeAll
    void startBroker(@TempDir Path folder) {
        bench = new Bench(folder);
    }

    @BeforeEach
    void newProbe() {
        probe = new Probe();
    }

    @AfterEach
    void liftAllOrders() {
        bench.stopInstances();
        StageOrders orders = bench.instance(List.of()).getBean(StageOrders.class);
        orders.resume(FlowStage.SPLIT, "test").block(ACKNOWLEDGED);
        orders.resetConcurrency(FlowStage.SPLIT, "test").block(ACKNOWLEDGED);
        bench.stopInstances();
    }

    @AfterAll
    void stopBroker() {
        bench.close();
    }

    @Test
    void a_paused_stage_is_still_paused_after_a_restart() {
        ConfigurableApplicationContext first = bench.instance(List.of(probe.definition()));
        orders(first).pause(FlowStage.SPLIT, "test").block(ACKNOWLEDGED);
        await().atMost(AT_ONCE).until(() -> state(first) == StageState.PAUSED);
        bench.stopInstances();

        ConfigurableApplicationContext second = bench.instance(List.of(probe.definition()));
        assertThat(state(second)).isEqualTo(StageState.PAUSED);
        bench.footage(Probe.ticket(), "patient");
        await().atMost(Bench.PATIENCE).until(() -> split(second).waiting() == 1);
        assertThat(probe.handled()).isEmpty();

        orders(second).resume(FlowStage.SPLIT, "test").block(ACKNOWLEDGED);
        await().atMost(Bench.PATIENCE).until(() -> probe.handled().contains("patient"));
    }

    /** The reader of commands came back to it again and again, and heard of no cancellation behind it. */
    @Test
    void a_command_that_is_never_read_for_no_known_reason_is_passed_over() {
        JobTicket job = Probe.ticket();
        probe.on("endless", its -> Mono.never());
        ConfigurableApplicationContext instance =
                bench.instance(List.of(probe.definition()), "rushes.kafka.deserializer=" + OddDecoder.class.getName());
        bench.footage(job, "endless");
        await().atMost(Bench.PATIENCE).until(() -> probe.handled().contains("endless"));

        ControlCommand cancel = ControlCommand.newBuilder()
                .setCommandId(UUID.randomUUID())
                .setIssuedAt(Instant.parse("2026-01-01T00:00:00Z"))
                .setAction(ControlAction.CANCEL)
                .setJobId(job.jobId())
                .setRun(job.run())
                .build();
        Control control = instance.getBean(Control.class);
        control.command(ControlCommand.newBuilder(cancel)
                        .setReason(OddDecoder.ODD)
                        .build())
                .block(ACKNOWLEDGED);
        control.command(cancel).block(ACKNOWLEDGED);
        await().atMost(Bench.PATIENCE).until(() -> probe.cancelled().contains("endless"));
    }

    /** Fails at some commands. */
    public static final class OddDecoder implements Deserializer<Object> {
        static final String ODD = "odd";

        private final MemoryRegistry.Decoder good = new MemoryRegistry.Decoder();

        @Override
        public Object deserialize(String topic, byte[] data) {
            Object record = good.deserialize(topic, data);
            if (record instanceof ControlCommand command && ODD.equals(command.getReason())) {
                throw new IllegalStateException("Expected to read a record, but found a fault of ours");
            }
            return record;
        }
    }

    @Test
    void an_order_that_was_given_a_month_ago_stands() {
        bench.instance(List.of());
        Instant longAgo = Instant.now().minus(Duration.ofDays(30));
        bench.fact("rushes.orders", 0, longAgo, "split/intake", order(ControlAction.PAUSE));
        bench.fact(
                "rushes.orders",
                0,
                longAgo,
                "split/concurrency",
                ControlCommand.newBuilder(order(ControlAction.SET_CONCURRENCY))
                        .setConcurrency(17)
                        .build());

        ConfigurableApplicationContext newcomer = bench.instance(List.of(probe.definition()));

        assertThat(split(newcomer)).satisfies(stage -> {
            assertThat(stage.state()).isEqualTo(StageState.PAUSED);
            assertThat(stage.concurrency()).isEqualTo(17);
        });
        assertThat(orders(newcomer).standing(FlowStage.SPLIT))
                .isEqualTo(new StageOrders.Standing(true, OptionalInt.of(17)));
        orders(newcomer).resetConcurrency(FlowStage.SPLIT, "test").block(ACKNOWLEDGED);
        await().atMost(AT_ONCE).until(() -> split(newcomer).concurrency() == Probe.POLICY.concurrency());
        assertThat(orders(newcomer).standing(FlowStage.RENDER)).isEqualTo(StageOrders.Standing.NONE);
    }

    @Test
    void a_pause_stops_every_instance_within_a_second_and_lets_running_work_end() {
        Sinks.One<Outcome<String>> long1 = Sinks.one();
        probe.on("long", job -> long1.asMono());
        Probe other = new Probe();
        ConfigurableApplicationContext left = bench.instance(List.of(probe.definition()));
        ConfigurableApplicationContext right = bench.instance(List.of(other.definition()));
        List<String> seen = new ArrayList<>();
        bench.footage(Probe.ticket(), "long");
        await().atMost(Bench.PATIENCE).until(() -> {
            seen.clear();
            seen.addAll(probe.handled());
            seen.addAll(other.handled());
            return seen.contains("long");
        });

        orders(left).pause(FlowStage.SPLIT, "test").block(ACKNOWLEDGED);

        await().atMost(AT_ONCE).until(() -> state(left) == StageState.PAUSED && state(right) == StageState.PAUSED);
        await().atMost(AT_ONCE.multipliedBy(2)).until(() -> left.getBean(Workers.class).all().stream()
                .filter(Workers.Worker::alive)
                .allMatch(worker ->
                        worker.report().stage(FlowStage.SPLIT).orElseThrow().state() == StageState.PAUSED));
        assertThat(long1.tryEmitValue(Outcome.done("at last"))).isEqualTo(Sinks.EmitResult.OK);
        await().atMost(Bench.PATIENCE)
                .until(() -> split(left).running() + split(right).running() == 0);
    }

    @Test
    void a_paused_stage_keeps_polling_and_keeps_its_partitions() {
        ConfigurableApplicationContext instance = bench.instance(
                List.of(probe.definition()),
                "rushes.kafka.client.max.poll.interval.ms=2000",
                "rushes.runtime.window-records=8");
        await().atMost(Bench.PATIENCE).until(() -> owned(instance) == 3);
        orders(instance).pause(FlowStage.SPLIT, "test").block(ACKNOWLEDGED);
        await().atMost(AT_ONCE).until(() -> state(instance) == StageState.PAUSED);
        for (int each = 0; each < 200; each++) {
            bench.footage(Probe.ticket(), "waits-" + each);
        }

        // Twice the poll interval: a member that did not poll would have lost its partitions by now.
        await().pollDelay(Duration.ofSeconds(4))
                .atMost(Bench.PATIENCE)
                .until(() -> split(instance).waiting() >= 8);
        assertThat(owned(instance)).isEqualTo(3);
        assertThat(moves(instance, "lost") + moves(instance, "revoked")).isZero();
        assertThat(probe.handled()).isEmpty();

        orders(instance).resume(FlowStage.SPLIT, "test").block(ACKNOWLEDGED);
        await().atMost(Bench.PATIENCE).until(() -> probe.handled().size() == 200);
    }

    @Test
    void an_order_to_nobody_and_nonsense_among_the_orders_change_nothing() {
        ConfigurableApplicationContext instance = bench.instance(List.of(probe.definition()));
        assertThatThrownBy(() -> orders(instance).setConcurrency(FlowStage.SPLIT, 0, "test"))
                .hasMessageContaining("Expected a concurrency of at least 1");
        assertThatThrownBy(() -> instance.getBean(Control.class)
                        .command(ControlCommand.newBuilder(order(ControlAction.PAUSE))
                                .setStage(null)
                                .build())
                        .block(ACKNOWLEDGED))
                .hasMessageContaining("Expected an order to one stage");
        bench.send(new org.apache.kafka.clients.producer.ProducerRecord<>("rushes.orders", new byte[] {1}, null));
        bench.send(new org.apache.kafka.clients.producer.ProducerRecord<>(
                "rushes.orders", new byte[] {1}, new byte[] {9}));
        bench.fact("rushes.orders", 0, "split/concurrency", order(ControlAction.SET_CONCURRENCY));
        bench.fact("rushes.orders", 0, "x", Probe.footage(Probe.ticket(), "not an order"));

        orders(instance).setConcurrency(FlowStage.SPLIT, 2, "test").block(ACKNOWLEDGED);
        await().atMost(Bench.PATIENCE).until(() -> split(instance).concurrency() == 2);
        assertThat(state(instance)).isEqualTo(StageState.RUNNING);
    }

    @Test
    void workers_tell_what_they_do_and_take_their_record_back_when_they_leave() {
        Sinks.One<Outcome<String>> stuck = Sinks.one();
        probe.on("stuck", job -> stuck.asMono());
        ConfigurableApplicationContext watcher = bench.instance(List.of());
        ConfigurableApplicationContext worker =
                bench.instance(List.of(probe.definition()), "rushes.heartbeat.interval=300ms");
        dev.rushes.runtime.stage.JobTicket job = Probe.ticket();
        bench.footage(job, "stuck");

        await().atMost(Bench.PATIENCE)
                .untilAsserted(() -> assertThat(find(watcher, "worker-1")).satisfies(its -> {
                    assertThat(its.presence()).isEqualTo(Presence.ALIVE);
                    assertThat(its.report().pid())
                            .isEqualTo(ProcessHandle.current().pid());
                    assertThat(its.report().host()).isNotBlank();
                    assertThat(its.report().version()).isNotBlank();
                    StageReport stage = its.report().stage(FlowStage.SPLIT).orElseThrow();
                    assertThat(stage.state()).isEqualTo(StageState.RUNNING);
                    assertThat(stage.concurrency()).isEqualTo(4);
                    assertThat(stage.running()).isEqualTo(1);
                    assertThat(stage.oldestRunning().orElseThrow().job()).contains(job.jobId());
                    assertThat(stage.sources()).hasSize(2).allMatch(source -> source.member());
                    assertThat(stage.sources().getFirst().partitions()).containsExactly(0, 1, 2);
                    assertThat(stage.sources().getFirst().lag()).isEqualTo(1);
                    assertThat(stage.sources().getFirst().lagAge()).isPositive();
                }));
        assertThat(find(watcher, "worker-0").report().stages()).isEmpty();

        assertThat(stuck.tryEmitValue(Outcome.done("done"))).isEqualTo(Sinks.EmitResult.OK);
        worker.close();
        await().atMost(AT_ONCE).until(() -> watcher.getBean(Workers.class).all().stream()
                .noneMatch(its -> its.report().worker().equals("worker-1")));
        List<ConsumerRecord<byte[], byte[]>> signs = bench.read("rushes.workers").stream()
                .filter(record -> new String(record.key(), java.nio.charset.StandardCharsets.UTF_8).equals("worker-1"))
                .toList();
        assertThat(signs.getLast().value()).isNull();
        assertThat(((WorkerHeartbeat) bench.decode(signs.get(signs.size() - 2)))
                        .getStages()
                        .getFirst()
                        .getState())
                .as("a drain is seen before the goodbye")
                .isEqualTo(dev.rushes.events.StageState.DRAINING);
    }

    @Test
    void whoever_falls_silent_is_lost_until_it_speaks_again() {
        ConfigurableApplicationContext watcher = bench.instance(List.of());
        await().atMost(Bench.PATIENCE)
                .until(() -> watcher.getBean(Workers.class).known());
        bench.fact("rushes.workers", 0, "ghost", ghost());
        await().atMost(Bench.PATIENCE).until(() -> isPresent(watcher, "ghost", Presence.ALIVE));
        await().atMost(Bench.PATIENCE).until(() -> isPresent(watcher, "ghost", Presence.LOST));

        bench.fact("rushes.workers", 0, "ghost", ghost());
        await().atMost(Bench.PATIENCE).until(() -> isPresent(watcher, "ghost", Presence.ALIVE));

        ConfigurableApplicationContext newcomer = bench.instance(List.of());
        await().atMost(Bench.PATIENCE).until(() -> isPresent(newcomer, "ghost", Presence.LOST));
    }

    private static boolean isPresent(ConfigurableApplicationContext watcher, String worker, Presence presence) {
        return watcher.getBean(Workers.class).all().stream()
                .anyMatch(its -> its.report().worker().equals(worker) && its.presence() == presence);
    }

    private static Workers.Worker find(ConfigurableApplicationContext watcher, String worker) {
        return watcher.getBean(Workers.class).all().stream()
                .filter(its -> its.report().worker().equals(worker))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Expected " + worker + " to be heard of, but it is not"));
    }

    private static WorkerHeartbeat ghost() {
        return WorkerHeartbeat.newBuilder()
                .setWorker("ghost")
                .setOccurredAt(Instant.now().plus(Duration.ofDays(3)))
                .setStartedAt(Instant.EPOCH)
                .setIntervalMillis(500)
                .build();
    }

    private static ControlCommand order(ControlAction action) {
        return ControlCommand.newBuilder()
                .setCommandId(UUID.randomUUID())
                .setIssuedAt(Instant.now())
                .setAction(action)
                .setStage(StageName.SPLIT)
                .setReason("test")
                .build();
    }

    private static StageOrders orders(ConfigurableApplicationContext instance) {
        return instance.getBean(StageOrders.class);
    }

    private static StageReport split(ConfigurableApplicationContext instance) {
        return instance.getBean(Stages.class).engines().getFirst().report();
    }

    private static StageState state(ConfigurableApplicationContext instance) {
        return split(instance).state();
    }

    private static int owned(ConfigurableApplicationContext instance) {
        return Bench.owned(instance, "rushes.split").size();
    }

    private static double moves(ConfigurableApplicationContext instance, String how) {
        return Bench.moves(instance, how);
    }
}
