package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rushes.events.JobPriority;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.kafka.Queues.Depth;
import dev.rushes.runtime.observe.LaneReport;
import dev.rushes.runtime.observe.PriorityReport;
import dev.rushes.runtime.observe.SourceReport;
import dev.rushes.runtime.observe.StageReport;
import dev.rushes.runtime.rules.Urgency;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.StageFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Looks at the queues, against a real broker and several instances. */
class QueuesOnKafkaTest {
    private static final String[] QUICK = {
        "rushes.queues.interval=100ms",
        "rushes.queues.window=1m",
        "rushes.heartbeat.interval=100ms",
        "rushes.lanes[fake:quick].stages=split",
        "rushes.lanes[fake:quick].requests-per-minute=1200"
    };

    private Bench bench;
    private QueueWatch watch;
    private ConfigurableApplicationContext looker;

    /** It looks, and has no stage. */
    @BeforeEach
    void startBroker(@TempDir Path folder) {
        bench = new Bench(folder);
        looker = bench.instance(List.of(), QUICK);
        watch = (QueueWatch) looker.getBean(Queues.class);
        watch.start();
    }

    @AfterEach
    void stopBroker() {
        watch.stop();
        bench.close();
    }

    @Test
    void what_nobody_reads_is_known_with_its_age() {
        Instant before = Instant.now();
        for (int each = 0; each < 7; each++) {
            bench.footage(each % 3, Probe.ticket(), "waits");
        }

        await().atMost(Bench.PATIENCE).untilAsserted(() -> {
            assertThat(split().topic().partitions()).isEqualTo(3);
            assertThat(split().topic().records()).isEqualTo(7);
            assertThat(split().topic().oldest()).isPresent();
            assertThat(split().flow().perMinute()).as("nobody works").hasValue(0);
        });
        assertThat(split().topic().oldest().orElseThrow())
                .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
    }

    @Test
    void instances_say_what_they_have_and_what_they_leave_behind_is_found() {
        Sinks.One<Outcome<String>> release = Sinks.one();
        Probe probe = new Probe();
        probe.otherwise(_ -> release.asMono());
        ConfigurableApplicationContext one = bench.instance(List.of(probe.definition()), QUICK);
        ConfigurableApplicationContext other = bench.instance(List.of(probe.definition()), QUICK);
        // What runs while its partition moves goes on under a lease, and lies on the retry topic from then on.
        await().atMost(Bench.PATIENCE).until(() -> Stream.of(one, other)
                .mapToInt(each -> Bench.owned(each, FlowStage.SPLIT.topic()).size())
                .boxed()
                .sorted()
                .toList()
                .equals(List.of(1, 2)));
        for (int each = 0; each < 30; each++) {
            bench.footage(each % 3, Probe.ticket(), "slow-" + each);
        }

        await().atMost(Bench.PATIENCE).untilAsserted(() -> {
            assertThat(split().topic().partitions()).as("all have an owner").isZero();
            assertThat(lag()).isEqualTo(30);
            assertThat(reports().mapToInt(StageReport::fresh).sum()).isEqualTo(8);
            assertThat(of(Urgency.NORMAL).mapToInt(PriorityReport::running).sum())
                    .isEqualTo(8);
            assertThat(of(Urgency.NORMAL).mapToInt(PriorityReport::waiting).sum())
                    .isEqualTo(22);
        });

        release.tryEmitValue(Outcome.done("split")).orThrow();
        await().atMost(Bench.PATIENCE).untilAsserted(() -> {
            assertThat(lag()).isZero();
            assertThat(of(Urgency.NORMAL).mapToLong(PriorityReport::finished).sum())
                    .isEqualTo(30);
            assertThat(split().flow().perMinute().orElse(0)).isPositive();
            assertThat(split().flow().byUrgency().get(Urgency.NORMAL)).isPositive();
        });
    }

    @Test
    void what_was_given_up_is_counted() {
        Probe probe = new Probe();
        probe.otherwise(_ -> Mono.error(new StageFailure(CommonFailure.UNEXPECTED, "Expected luck, but had none")));
        bench.instance(List.of(probe.definition()), QUICK);
        bench.footage(Probe.ticket(), "bad");
        bench.footage(Probe.ticket(), "worse");

        await().atMost(Bench.PATIENCE).untilAsserted(() -> {
            assertThat(split().letters()).isEqualTo(2);
            assertThat(split().replayed()).isZero();
        });
    }

    @Test
    void while_the_broker_is_away_the_last_look_stands() {
        await().atMost(Bench.PATIENCE).until(() -> watch.latest().isPresent());
        bench.stopBroker();
        Instant gone = Instant.now();
        bench.startBroker();

        await().atMost(Duration.ofMinutes(1))
                .until(() -> watch.latest().orElseThrow().at().isAfter(gone));
    }

    @Test
    void a_lane_is_told_with_its_limits() {
        bench.instance(List.of(new Probe().definition()), QUICK);

        await().atMost(Bench.PATIENCE).untilAsserted(() -> {
            List<LaneReport> lanes = alive().flatMap(worker -> worker.report().lanes().stream())
                    .filter(lane -> lane.share() > 0)
                    .toList();
            assertThat(lanes).hasSize(1);
            assertThat(lanes.getFirst().stages()).containsExactly(FlowStage.SPLIT);
            assertThat(lanes.getFirst().limits().requestsPerMinute()).hasValue(1200);
            assertThat(lanes.getFirst().free().requests().orElse(0)).isPositive();
            assertThat(lanes.getFirst().free().tokens()).isEmpty();
            assertThat(lanes.getFirst().pausedUntil()).isEmpty();
        });
    }

    @Test
    void every_urgency_has_its_word_on_the_log() {
        assertThat(JobPriority.values())
                .extracting(JobPriority::name)
                .contains(Arrays.stream(Urgency.values()).map(Urgency::name).toArray(String[]::new));
    }

    private Depth split() {
        return watch.latest().orElseThrow(() -> new AssertionError("no look")).stages().entrySet().stream()
                .filter(stage -> stage.getKey() == FlowStage.SPLIT)
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private Stream<Workers.Worker> alive() {
        return looker.getBean(Workers.class).all().stream().filter(Workers.Worker::alive);
    }

    private Stream<StageReport> reports() {
        return alive().flatMap(worker -> worker.report().stage(FlowStage.SPLIT).stream());
    }

    private Stream<PriorityReport> of(Urgency urgency) {
        return reports()
                .flatMap(report -> report.priorities().stream())
                .filter(priority -> priority.urgency() == urgency);
    }

    private long lag() {
        return reports()
                .flatMap(report -> report.sources().stream())
                .filter(source -> source.topic().equals(FlowStage.SPLIT.topic()))
                .mapToLong(SourceReport::lag)
                .sum();
    }
}
