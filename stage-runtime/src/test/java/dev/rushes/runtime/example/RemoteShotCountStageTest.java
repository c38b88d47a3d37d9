package dev.rushes.runtime.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.SplitFinished;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.engine.LaneDefinition;
import dev.rushes.runtime.example.RemoteShotCounter.Answer;
import dev.rushes.runtime.rules.LaneLimits;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.testkit.StageHarness;
import dev.rushes.runtime.wire.StageDefinition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class RemoteShotCountStageTest {
    private static final LaneLimits LIMITS =
            LaneLimits.NONE.withRequestsPerMinute(60).withTokensPerMinute(10_000, 500);

    private final AtomicInteger calls = new AtomicInteger();
    private final Queue<Answer> answers = new ArrayDeque<>();
    private final StageHarness<Footage, ShotCount> harness = StageHarness.of(
            new StageDefinition<>(
                    FlowStage.SPLIT, new RemoteShotCountStage(this::count), new ShotCountWire(), policy()),
            LaneDefinition.of(RemoteShotCountStage.LANE, FlowStage.SPLIT, LIMITS));

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void tokens_that_were_not_needed_are_given_back() {
        answers.add(new Answer.Counted(7, 120));
        harness.deliver(ShotCountStageTest.footage("holiday"));
        harness.settle();

        assertThat(harness.facts(SplitFinished.class)).hasSize(1);
        assertThat(harness.lane(RemoteShotCountStage.LANE).tokens()).hasValue(2_000 - 120);
    }

    @Test
    void a_refusal_pauses_the_lane_for_all_and_is_not_a_try() {
        answers.add(new Answer.TooManyRequests(harness.now().plusSeconds(45)));
        answers.add(new Answer.Counted(7, 120));
        answers.add(new Answer.Counted(3, 80));
        harness.deliver(ShotCountStageTest.footage("holiday"));
        harness.settle();
        harness.deliver(ShotCountStageTest.footage("wedding"));
        harness.settle();
        assertThat(calls).hasValue(1);

        harness.advance(Duration.ofSeconds(50));
        harness.settle();
        // By then there is room for both whatever the first one claimed, and whoever came first.
        harness.advance(Duration.ofSeconds(10));
        harness.settle();
        assertThat(harness.facts(SplitFinished.class)).hasSize(2);
        assertThat(harness.events())
                .allSatisfy(event -> assertThat(event.getAttempt()).isEqualTo(1));
    }

    private Mono<Answer> count(Footage footage) {
        return Mono.fromSupplier(() -> {
            calls.incrementAndGet();
            return answers.remove();
        });
    }

    private static StagePolicy policy() {
        return new StagePolicy(
                4, JobOrder.ANY, 3, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(10));
    }
}
