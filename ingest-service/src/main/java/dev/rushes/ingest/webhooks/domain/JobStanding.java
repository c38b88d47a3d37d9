package dev.rushes.ingest.webhooks.domain;

import dev.rushes.ingest.ledger.domain.JobLife;
import dev.rushes.ingest.ledger.domain.JobState;
import java.util.Optional;

/**
 * Where a job stands, by the very rule of the ledger, so that both agree on how a run ended.
 *
 * @param tenant owner
 * @param run its current run
 * @param state where that run stands
 */
public record JobStanding(String tenant, int run, JobState state) {

    /** Before the first news of a job. */
    public static JobStanding before(News first) {
        return new JobStanding(first.tenant(), first.run(), JobState.REQUESTED);
    }

    /** Where the job stands after the news; empty if they come too late to count, or claim another owner. */
    public Optional<JobStanding> after(News news) {
        if (!news.tenant().equals(tenant)) {
            return Optional.empty();
        }
        return switch (JobLife.judge(run, state, news.run(), news.fact())) {
            case JobLife.Verdict.Accepted accepted ->
                Optional.of(new JobStanding(tenant, accepted.newRun() ? news.run() : run, accepted.state()));
            case JobLife.Verdict.Dropped _ -> Optional.empty();
        };
    }
}
