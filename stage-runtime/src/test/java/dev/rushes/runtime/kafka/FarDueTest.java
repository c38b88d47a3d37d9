package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.kafka.SimJobs.End;
import dev.rushes.runtime.kafka.SimJobs.Step;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.StagePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Many more records that are due in hours than a window holds, by the clock of the simulation. */
class FarDueTest {
    private static final int WINDOW = 20;
    private static final int FAR = 3 * WINDOW;
    private static final StagePolicy POLICY =
            new StagePolicy(4, JobOrder.ANY, 3, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMinutes(5));

    private final List<SimJobs.Job> far = new ArrayList<>();

    @Test
    void they_are_hardly_written_anew_and_hold_up_nobody_and_begin_in_time() {
        SimScenario scenario = new SimScenario(1, 1, WINDOW, POLICY);
        SimProcess unused = scenario.begin("p0");
        publishFar(scenario, Duration.ofMinutes(150), new Random(1));
        scenario.run(Duration.ofMinutes(10));
        long before = writes(scenario);

        SimJobs.Job soon =
                scenario.publish(End.DONE, later(Duration.ofSeconds(5)), new Step.Works(Duration.ofMillis(20)));
        scenario.run(Duration.ofMinutes(50));

        assertThat(before).as("first writes").isBetween((long) FAR, FAR + 10L);
        System.out.printf(
                "%d records due in hours, a window of %d: written anew %d times in 50 minutes%n",
                FAR, WINDOW, writes(scenario) - before - 1);
        assertThat(writes(scenario) - before).as("written anew").isLessThanOrEqualTo(FAR + 1L);
        assertInTime(soon);
        scenario.untilOver(Duration.ofHours(4));
        assertThat(scenario.breaches()).isEmpty();
        far.forEach(FarDueTest::assertInTime);
    }

    @Test
    void they_come_in_time_whoever_dies_comes_or_goes() {
        for (long seed = 1; seed <= 8 * 12; seed += 8) {
            far.clear();
            Random random = new Random(seed);
            SimScenario scenario = new SimScenario(seed, 1 + random.nextInt(3), WINDOW, POLICY);
            SimProcess first = scenario.begin("p0");
            publishFar(scenario, Duration.ofMinutes(65), random);
            scenario.run(Duration.ofMinutes(1 + random.nextInt(30)));

            SimProcess second = scenario.begin("p1");
            scenario.run(Duration.ofMinutes(1 + random.nextInt(10)));
            if (random.nextBoolean()) {
                scenario.crash(random.nextBoolean() ? first : second, "as with kill -9");
            } else {
                (random.nextBoolean() ? first : second).drain();
            }
            scenario.untilOver(Duration.ofHours(3));

            assertThat(scenario.breaches()).as("seed %d", seed).isEmpty();
            far.forEach(FarDueTest::assertInTime);
            assertThat(writes(scenario)).as("seed %d", seed).isLessThanOrEqualTo(8L * FAR);
        }
    }

    /** The commits are far behind, and have to be let go on again and again, because much is done while the others rest. */
    @Test
    void however_many_there_are_each_is_written_anew_now_and_then_and_nobody_is_late() {
        int many = 10 * WINDOW;
        int span = 5 * WINDOW;
        int soon = 300;
        SimScenario scenario = new SimScenario(1, 1, WINDOW, span, POLICY);
        SimProcess unused = scenario.begin("p0");
        publishFar(scenario, many, Duration.ofHours(6), new Random(2));
        Deque<SimJobs.Job> waiting = new ArrayDeque<>();
        for (int round = 0; round < soon; round++) {
            waiting.add(
                    scenario.publish(End.DONE, later(Duration.ofSeconds(20)), new Step.Works(Duration.ofMillis(20))));
            scenario.run(Duration.ofMinutes(1));
            if (waiting.size() > 1) {
                assertInTime(waiting.remove());
            }
        }

        long anew = writes(scenario) - many - soon;
        scenario.untilOver(Duration.ofHours(4));

        System.out.printf("%d records due in six hours, a span of %d: written anew %d times%n", many, span, anew);
        assertThat(anew).as("written anew").isLessThanOrEqualTo(10L * many);
        assertThat(scenario.breaches()).isEmpty();
        far.forEach(FarDueTest::assertInTime);
    }

    private void publishFar(SimScenario scenario, Duration soonest, Random random) {
        publishFar(scenario, FAR, soonest, random);
    }

    private void publishFar(SimScenario scenario, int count, Duration soonest, Random random) {
        for (int number = 0; number < count; number++) {
            Duration wait = soonest.plusSeconds(random.nextInt(1_800));
            far.add(scenario.publish(End.DONE, later(wait), new Step.Works(Duration.ofMillis(20))));
        }
    }

    private static Step later(Duration wait) {
        Failure busy = new Failure(SimStage.SimFailure.BUSY, "Expected room, but there is none yet", Optional.of(wait));
        return new Step.Fails(Duration.ZERO, busy);
    }

    private static void assertInTime(SimJobs.Job job) {
        SimJobs.Work split = Objects.requireNonNull(job.works().get(FlowStage.SPLIT));
        Instant due = split.due();
        assertThat(split.begun()).as(job.name()).hasSize(2);
        assertThat(split.begun().getLast()).as(job.name()).isBetween(due, due.plusSeconds(1));
    }

    private static long writes(SimScenario scenario) {
        return scenario.broker().topic(FlowStage.SPLIT.retryTopic()).size();
    }
}
