package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.StagePolicy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class SettingsTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Beans.class);

    @Test
    void without_any_setting_the_documented_defaults_hold() {
        runner.run(context -> {
            KafkaSettings kafka = context.getBean(KafkaSettings.class);
            assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:9092");
            assertThat(kafka.registryUrl()).isEqualTo("http://127.0.0.1:8081/apis/registry/v3");
            assertThat(kafka.partitions()).isEqualTo(6);
            assertThat(kafka.groupProtocol()).isEqualTo(KafkaSettings.GroupProtocol.CLASSIC);
            assertThat(kafka.workerName()).isNotBlank();
            assertThat(context.getBean(RuntimeSettings.class).drain()).isEqualTo(Duration.ofSeconds(20));
            assertThat(context.getBean(RuntimeSettings.class).giveWay().longest())
                    .as("only where broker and stages share the processors")
                    .isZero();
            assertThat(context.getBean(DeadLetterSettings.class).maxCycles()).isEqualTo(5);
            assertThat(context.getBean(DeadLetterSettings.class).replayRate()).isEqualTo(20);
            StagePolicy policy = Probe.POLICY;
            assertThat(context.getBean(StagesSettings.class).of(FlowStage.SPLIT).applyTo(policy))
                    .isEqualTo(policy);
        });
    }

    @Test
    void an_override_changes_what_it_names_and_nothing_else() {
        runner.withPropertyValues("rushes.stages.split.concurrency=9", "rushes.stages.split.timeout=2h")
                .run(context -> {
                    StagePolicy changed = context.getBean(StagesSettings.class)
                            .of(FlowStage.SPLIT)
                            .applyTo(Probe.POLICY);
                    assertThat(changed.concurrency()).isEqualTo(9);
                    assertThat(changed.timeout()).isEqualTo(Duration.ofHours(2));
                    assertThat(changed.attempts()).isEqualTo(Probe.POLICY.attempts());
                });
    }

    @Test
    void a_session_timeout_belongs_to_the_classic_protocol() {
        runner.withPropertyValues("rushes.kafka.session-timeout=9s", "rushes.kafka.group-instance-id=split-1")
                .run(context -> {
                    Map<String, Object> member =
                            new Clients(context.getBean(KafkaSettings.class)).member("rushes.split");
                    assertThat(member)
                            .containsEntry("session.timeout.ms", 9_000)
                            .containsEntry("heartbeat.interval.ms", 3_000)
                            .containsEntry("group.instance.id", "split-1-rushes.split");
                });
        runner.run(context -> assertThat(new Clients(context.getBean(KafkaSettings.class)).member("rushes.split"))
                .doesNotContainKeys("session.timeout.ms", "group.instance.id"));
        runner.withPropertyValues("rushes.kafka.session-timeout=9s", "rushes.kafka.group-protocol=consumer")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("Expected no session timeout with the group protocol \"consumer\""));
        for (String wrong : new String[] {
            "rushes.kafka.session-timeout=10ms",
            "rushes.kafka.group-instance-id=not a name",
            "rushes.heartbeat.interval=1ms",
            "rushes.heartbeat.missed=0"
        }) {
            runner.withPropertyValues(wrong).run(context -> assertThat(context).hasFailed());
        }
    }

    /** A day had a meaning of its own: there was no limit then, and no other thread. */
    @Test
    void the_registry_gets_some_minutes_to_answer_at_most() {
        runner.withPropertyValues("rushes.kafka.registry-timeout=10m")
                .run(context -> assertThat(context).hasNotFailed());
        for (String wrong : new String[] {"0s", "-1s", "601s", "1d", "365d"}) {
            runner.withPropertyValues("rushes.kafka.registry-timeout=" + wrong).run(context -> assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("Expected a registry timeout (rushes.kafka.registry-timeout) of more"
                            + " than 0 and at most 10 minutes, but got PT"));
        }
    }

    @Test
    void a_stage_or_key_that_does_not_exist_fails_the_start() {
        for (String wrong : new String[] {
            "rushes.stages.splt.concurrency=1", "rushes.stages.split.concurency=1", "rushes.kafka.partition=3",
            "rushes.dead-letters.max-cycle=3", "rushes.dead-letters.max-cycles=0", "rushes.dead-letters.replay-rate=0"
        }) {
            runner.withPropertyValues(wrong).run(context -> assertThat(context).hasFailed());
        }
        assertThatThrownBy(() -> new StagePolicy(0, JobOrder.ANY, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({
        KafkaSettings.class,
        StagesSettings.class,
        RuntimeSettings.class,
        HeartbeatSettings.class,
        DeadLetterSettings.class
    })
    static class Beans {}
}
