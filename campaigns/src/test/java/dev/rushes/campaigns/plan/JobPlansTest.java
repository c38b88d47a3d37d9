package dev.rushes.campaigns.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.campaigns.plan.PlannedJob.End;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobPlansTest {
    private final List<PlannedJob> jobs =
            IntStream.range(0, 10_000).mapToObj(new JobPlans(42)::job).toList();

    @Test
    void the_same_seed_plans_the_same_jobs() {
        assertThat(IntStream.range(0, 10_000).mapToObj(new JobPlans(42)::job).toList())
                .isEqualTo(jobs);
        assertThat(new JobPlans(43).job(0)).isNotEqualTo(jobs.getFirst());
    }

    @Test
    void every_job_has_an_identifier_of_its_own() {
        assertThat(jobs.stream().map(PlannedJob::id).collect(Collectors.toSet()))
                .hasSize(jobs.size());
        assertThat(jobs).allSatisfy(job -> assertThat(job.id().version()).isEqualTo(4));
    }

    @Test
    void most_jobs_are_completed_some_fail_at_once_and_some_are_given_up() {
        assertThat(jobs.stream().filter(job -> job.end() == End.COMPLETED).count())
                .isBetween(9_700L, 9_950L);
        assertThat(jobs.stream().filter(job -> job.end() == End.FAILED_AT_ONCE).count())
                .isBetween(50L, 200L);
        assertThat(jobs.stream().filter(job -> job.end() == End.GIVEN_UP).count())
                .isBetween(20L, 100L);
    }

    @Test
    void a_stage_reads_from_the_job_what_was_planned_for_it() {
        assertThat(jobs).allSatisfy(job -> assertThat(PlanNote.read(PlanNote.write(job)))
                .isEqualTo(new PlanNote(job.chunks(), job.trouble())));
    }
}
