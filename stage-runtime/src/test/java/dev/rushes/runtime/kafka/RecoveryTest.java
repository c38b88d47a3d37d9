package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.runtime.kafka.SimJobs.End;
import dev.rushes.runtime.kafka.SimJobs.Step;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.StagePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What becomes of the work that a process had under lease when it died, by the clock of the simulation. */
class RecoveryTest {
    private static final int RECORDS = 8;
    private static final Duration WORK = Duration.ofSeconds(20);
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final long SEEDS = 200;
    private static final StagePolicy POLICY = new StagePolicy(
            RECORDS, JobOrder.ANY, 3, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMinutes(5));

    @Test
    void what_was_under_lease_at_one_death_is_begun_again_side_by_side() {
        SimScenario scenario = new SimScenario(1, 1, 10_000, POLICY);
        SimProcess first = scenario.begin("p0");
        for (int number = 0; number < RECORDS; number++) {
            SimJobs.Job unused = scenario.publish(End.DONE, new Step.Works(WORK));
        }
        scenario.run(Duration.ofSeconds(10));

        scenario.crash(first, "as with kill -9");
        long died = scenario.world().nanos();
        scenario.untilOver(LIMIT);

        Duration recovery = Duration.ofNanos(scenario.world().nanos() - died);
        System.out.printf("%d records of %s were done %s after the death%n", RECORDS, WORK, recovery);
        assertThat(recovery).isLessThan(WORK.plusSeconds(10));
        assertThat(scenario.breaches()).isEmpty();
        assertThat(scenario.dead()).isEmpty();
    }

    @Test
    void a_killer_among_innocents_is_found_and_all_the_others_end() {
        for (long seed = 1; seed <= 8 * SEEDS; seed += 8) {
            Random random = new Random(seed);
            SimScenario scenario = new SimScenario(seed, 1 + random.nextInt(3), 10_000, POLICY);
            for (int number = random.nextInt(2); number >= 0; number--) {
                SimProcess unused = scenario.begin("p" + number);
            }
            int place = random.nextInt(RECORDS);
            List<SimJobs.Job> jobs = new ArrayList<>();
            for (int number = 0; number < RECORDS; number++) {
                Step.Kills kills = new Step.Kills(Duration.ofMillis(2_000 + random.nextInt(8_000)));
                jobs.add(
                        number == place
                                ? scenario.publish(End.DEAD, kills)
                                : scenario.publish(End.DONE, new Step.Works(WORK)));
            }

            scenario.untilOver(LIMIT);

            assertThat(scenario.breaches()).as("seed %d", seed).isEmpty();
            assertThat(scenario.dead())
                    .as("seed %d", seed)
                    .containsOnly(jobs.get(place).ticket().jobId());
            assertThat(scenario.deaths()).as("seed %d", seed).isEqualTo(SimProcess.LEASES.crashes());
        }
    }
}
