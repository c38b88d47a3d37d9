package dev.rushes.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.benchmarks.contenders.Kind;
import dev.rushes.benchmarks.contenders.Work;
import dev.rushes.benchmarks.drain.DrainBenchmark;
import dev.rushes.benchmarks.events.EventsBenchmark;
import dev.rushes.benchmarks.events.Load;
import dev.rushes.benchmarks.fairness.FairnessBenchmark;
import dev.rushes.benchmarks.latency.LatencyBenchmark;
import dev.rushes.benchmarks.report.Report;
import dev.rushes.benchmarks.retries.RetriesBenchmark;
import dev.rushes.benchmarks.stuck.StuckBenchmark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each benchmark in a tiny size, with processes and all. Only its gates are checked: figures of this size mean nothing. It takes minutes, so the
 * build leaves it out; {@code mvn test -pl benchmarks -am -Dtest=SmokeIT -Dsurefire.failIfNoSpecifiedTests=false} runs it.
 */
class SmokeIT {
    private static final Load TINY = new Load(20, 80, Duration.ofSeconds(20));

    @TempDir
    Path folder;

    @Test
    void events_are_counted_and_none_is_missing() {
        check(new EventsBenchmark(folder, TINY, 0, List.of(Kind.RUNTIME), false).run(List.of(Work.NONE)));
    }

    @Test
    void all_but_the_stuck_record_are_done() {
        Load impatient = new Load(20, 80, Duration.ofSeconds(5));
        check(new StuckBenchmark(folder, impatient, 0, List.of(Kind.RUNTIME)).run());
    }

    @Test
    void retries_come_back_and_none_is_early() {
        check(new RetriesBenchmark(folder, 20, Duration.ofSeconds(2)).run());
    }

    @Test
    void small_tenants_are_served_beside_a_large_one() {
        check(new FairnessBenchmark(folder, 50, 0).run());
    }

    @Test
    void events_get_through_five_stages_one_at_a_time() {
        Report report = new LatencyBenchmark(folder, 3, 5, 0).run();
        assertThat(report.asText()).contains("five plain loops");
        check(report);
    }

    @Test
    void nothing_is_lost_when_the_process_is_killed() {
        check(new DrainBenchmark(folder, 100, Duration.ofMillis(100), "kill").run());
    }

    private static void check(Report report) {
        assertThat(report.asMap()).containsKeys("benchmark", "tables", "verdicts");
        assertThat(report.verdicts())
                .filteredOn(Report.Verdict::isGate)
                .allSatisfy(gate -> assertThat(gate.met()).as(gate.what()).isTrue());
    }
}
