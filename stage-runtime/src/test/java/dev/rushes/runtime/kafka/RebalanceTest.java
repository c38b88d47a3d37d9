package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.observe.RuntimeMeter;
import dev.rushes.runtime.wire.StageDefinition;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;

/** Members come and go while records flow, under both group protocols. */
class RebalanceTest {
    private static final int ROUNDS = 3;

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void no_record_is_lost_and_no_receiver_dies_while_members_join_and_leave(String protocol, @TempDir Path folder) {
        String setting = "rushes.kafka.group-protocol=" + protocol;
        Probe steady = slow();
        Probe guest = slow();
        Set<String> sent = new HashSet<>();
        try (Bench bench = new Bench(folder)) {
            ConfigurableApplicationContext host = bench.instance(List.of(steady.definition()), setting);
            for (int round = 0; round < ROUNDS; round++) {
                int before = guest.handled().size();
                ConfigurableApplicationContext other = bench.instance(List.of(guest.definition()), setting);
                await().atMost(Bench.PATIENCE).until(() -> {
                    String name = "record-" + sent.size();
                    sent.add(name);
                    bench.footage(Probe.ticket(), name);
                    return guest.handled().size() > before;
                });
                other.close();
            }
            await().atMost(Bench.PATIENCE).until(() -> {
                Set<String> handled = new HashSet<>(steady.handled());
                handled.addAll(guest.handled());
                return handled.containsAll(sent);
            });
            assertThat(restarts(host)).isZero();
        }
    }

    @Test
    void all_stages_live_in_one_context_and_share_what_can_be_shared(@TempDir Path folder) {
        Probe probe = new Probe();
        List<StageDefinition<?, ?>> stages = Flow.STAGES.stream()
                .<StageDefinition<?, ?>>map(stage ->
                        new StageDefinition<>(stage, probe, probe.definition().wire(), Probe.POLICY))
                .toList();
        try (Bench bench = new Bench(folder)) {
            ConfigurableApplicationContext all = bench.instance(stages);
            StagesHealthIndicator health = all.getBean(StagesHealthIndicator.class);
            await().atMost(Bench.PATIENCE)
                    .until(() -> health.health().getStatus().equals(Status.UP));
            assertThat(health.health().getDetails())
                    .containsOnlyKeys(
                            Stream.concat(Flow.STAGES.stream().map(FlowStage::label), Stream.of("leasesHeard"))
                                    .toList());
            assertThat(all.getBeansOfType(Courier.class)).hasSize(1);

            bench.footage(Probe.ticket(), "plain");
            await().atMost(Bench.PATIENCE).until(() -> probe.handled().contains("plain"));
        }
    }

    /** A stage that takes long enough to be caught in the middle by a rebalance. */
    private static Probe slow() {
        Probe probe = new Probe();
        probe.otherwise(job ->
                Mono.delay(Duration.ofMillis(30)).thenReturn(dev.rushes.runtime.stage.Outcome.<String>done("done")));
        return probe;
    }

    private static double restarts(ConfigurableApplicationContext instance) {
        return instance
                .getBean(MeterRegistry.class)
                .find(RuntimeMeter.RECEIVER_RESTARTS.meterName())
                .counters()
                .stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
