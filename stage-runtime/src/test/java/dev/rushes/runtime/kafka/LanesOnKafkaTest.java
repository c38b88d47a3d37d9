package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rushes.events.ControlAction;
import dev.rushes.events.ControlCommand;
import dev.rushes.runtime.engine.Lanes;
import dev.rushes.runtime.observe.LaneMeter;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.LaneClaim;
import dev.rushes.runtime.stage.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;

/** Two instances and one outside service, against a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LanesOnKafkaTest {
    /** 1200 a minute, 24 of them at once: the rest flows at (1200 + 1 - 24) a minute. */
    private static final int BURST = 24;

    private static final double PER_MILLISECOND = 1_177 / 60_000.0;
    private static final String[] QUICK = {
        "rushes.lanes[fake:quick].stages=split",
        "rushes.lanes[fake:quick].requests-per-minute=1200",
        "rushes.lanes[fake:quick].burst=0.02",
        "rushes.kafka.partitions=6"
    };

    private final List<Long> calls = new CopyOnWriteArrayList<>();
    private Bench bench;

    @BeforeAll
    void startBroker(@TempDir Path folder) {
        bench = new Bench(folder);
    }

    @AfterEach
    void stopInstances() {
        bench.stopInstances();
        calls.clear();
    }

    @AfterAll
    void stopBroker() {
        bench.close();
    }

    @Test
    void two_instances_together_never_call_more_often_than_the_lane_allows() {
        Probe left = caller();
        Probe right = caller();
        ConfigurableApplicationContext one = bench.instance(List.of(left.definition()), QUICK);
        ConfigurableApplicationContext two = bench.instance(List.of(right.definition()), QUICK);
        await().atMost(Bench.PATIENCE).until(() -> share(one) > 0.3 && share(two) > 0.3);
        assertThat(share(one) + share(two)).isEqualTo(1.0);

        long begin = System.nanoTime();
        for (int call = 0; call < 240; call++) {
            bench.footage(call % 6, Probe.ticket(), "call" + call);
        }
        await().atMost(Bench.PATIENCE).until(() -> calls.size() == 240);
        double seconds = (System.nanoTime() - begin) / 1e9;

        checkBound();
        assertThat(left.handled()).hasSizeGreaterThan(60);
        assertThat(right.handled()).hasSizeGreaterThan(60);
        assertThat(seconds)
                .as("240 calls, 24 of them at once, at 19.6 a second; later only as far as the machine is busy")
                .isBetween(10.0, 45.0);

        // one leaves: what it had goes to the other, and the bound holds across the change
        two.close();
        await().atMost(Bench.PATIENCE).until(() -> share(one) == 1.0);
        for (int call = 0; call < 60; call++) {
            bench.footage(call % 6, Probe.ticket(), "later" + call);
        }
        await().atMost(Bench.PATIENCE).until(() -> calls.size() == 300);
        checkBound();
    }

    @Test
    void a_pause_that_one_instance_meets_stops_both_within_a_second() {
        AtomicBoolean refuse = new AtomicBoolean();
        Duration pause = Duration.ofSeconds(6);
        Probe left = refusing(refuse, pause);
        Probe right = refusing(refuse, pause);
        ConfigurableApplicationContext one = bench.instance(List.of(left.definition()), QUICK);
        ConfigurableApplicationContext two = bench.instance(List.of(right.definition()), QUICK);
        await().atMost(Bench.PATIENCE).until(() -> share(one) > 0.3 && share(two) > 0.3);
        for (int call = 0; call < 200; call++) {
            bench.footage(call % 6, Probe.ticket(), "call" + call);
        }
        await().atMost(Bench.PATIENCE).until(() -> calls.size() > 60);

        long refused = System.nanoTime();
        refuse.set(true);
        await().atMost(Duration.ofSeconds(2)).until(() -> !refuse.get());
        await().atMost(Duration.ofSeconds(1)).until(() -> held(one) && held(two));
        await().atMost(Bench.PATIENCE).until(() -> calls.size() == 200);

        long stopped = refused + Duration.ofSeconds(2).toNanos();
        long resumed = refused + pause.toNanos();
        assertThat(calls).noneMatch(call -> call > stopped && call < resumed);
        checkBound();
    }

    @Test
    void an_operator_opens_a_lane_and_a_new_instance_knows_of_a_pause() {
        Probe first = caller();
        ConfigurableApplicationContext one = bench.instance(List.of(first.definition()), QUICK);
        hold(one, Optional.of(Instant.now().plusSeconds(600)));
        await().atMost(Duration.ofSeconds(5)).until(() -> held(one));
        ConfigurableApplicationContext two = bench.instance(List.of(caller().definition()), QUICK);
        assertThat(held(two)).isTrue();

        hold(one, Optional.empty());
        await().atMost(Duration.ofSeconds(5)).until(() -> !held(one) && !held(two));
    }

    @Test
    void records_that_wait_for_a_lane_hold_up_nobody_else() {
        Probe probe = caller();
        bench.instance(
                List.of(probe.definition()),
                "rushes.stages.split.concurrency=1",
                "rushes.lanes[fake:quick].stages=split",
                "rushes.lanes[fake:quick].requests-per-minute=6",
                "rushes.runtime.lane-horizon=5m");
        for (int call = 0; call < 10; call++) {
            bench.footage(0, Probe.ticket(), "call" + call);
        }
        JobTicket other = Probe.ticket();
        bench.footage(0, other, "needs nobody");

        await().atMost(Duration.ofSeconds(8))
                .untilAsserted(() -> assertThat(bench.story(other.jobId())).contains("STAGE_FINISHED"));
        assertThat(calls).hasSizeLessThanOrEqualTo(2);
        assertThat(bench.read("rushes.split-retry"))
                .as("all of them wait in the window")
                .hasSizeLessThan(300);
    }

    /** In any time t there are fewer calls than burst + flow * t; a call is noted a little after it was granted. */
    private void checkBound() {
        List<Long> times = new ArrayList<>(calls);
        times.sort(Long::compare);
        for (int first = 0; first < times.size(); first++) {
            for (int last = first; last < times.size(); last++) {
                double millis = (times.get(last) - times.get(first)) / 1e6;
                // a late note may put two calls closer together than they were granted
                double slack = 200 * PER_MILLISECOND;
                assertThat((double) (last - first + 1))
                        .as("calls in %s ms", millis)
                        .isLessThanOrEqualTo(BURST + PER_MILLISECOND * millis + slack);
            }
        }
    }

    private Probe caller() {
        Probe probe = new Probe();
        probe.claiming(name -> name.equals("needs nobody") ? List.of() : List.of(LaneClaim.callOf("fake:quick")));
        probe.otherwise(job -> Mono.fromSupplier(() -> {
            calls.add(System.nanoTime());
            return Outcome.done("called");
        }));
        probe.on("needs nobody", job -> Mono.just(Outcome.done("done")));
        return probe;
    }

    /** A service that refuses a single call, and says for how long. */
    private Probe refusing(AtomicBoolean refuse, Duration pause) {
        Probe probe = caller();
        probe.otherwise(job -> Mono.defer(() -> {
            if (refuse.compareAndSet(true, false)) {
                Failure throttled = new Failure(
                        CommonFailure.LANE_BUSY, "Expected an answer, but was told to wait", Optional.of(pause));
                return job.lane("fake:quick")
                        .hold(Instant.now().plus(pause), "quota")
                        .thenReturn(Outcome.<String>failed(throttled));
            }
            calls.add(System.nanoTime());
            return Mono.just(Outcome.done("called"));
        }));
        return probe;
    }

    private static void hold(ConfigurableApplicationContext instance, Optional<Instant> until) {
        ControlCommand command = ControlCommand.newBuilder()
                .setCommandId(UUID.randomUUID())
                .setIssuedAt(Instant.now())
                .setAction(ControlAction.HOLD_LANE)
                .setLane("fake:quick")
                .setUntil(until.orElse(null))
                .setReason("test")
                .build();
        instance.getBean(Control.class).command(command).block(Duration.ofSeconds(10));
    }

    private static boolean held(ConfigurableApplicationContext instance) {
        return instance.getBean(Lanes.class).state("fake:quick").held().isPresent();
    }

    private static double share(ConfigurableApplicationContext instance) {
        return instance.getBean(MeterRegistry.class)
                .get(LaneMeter.SHARE.meterName())
                .tag("lane", "fake:quick")
                .gauge()
                .value();
    }
}
