package dev.rushes.ingest.api;

import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobState;
import dev.rushes.ingest.retention.Expiries;
import dev.rushes.runtime.deadletters.Reopening;
import dev.rushes.runtime.rules.JobStanding;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Tells replays where jobs stand, and opens their next runs, as a retry over the API would. */
final class DeskReopening implements Reopening {
    private final Ledger ledger;
    private final JobDesk desk;
    private final Keeping keeping;

    DeskReopening(Ledger ledger, JobDesk desk, Keeping keeping) {
        this.ledger = ledger;
        this.desk = desk;
        this.keeping = keeping;
    }

    @Override
    public Mono<JobStanding> standing(JobName job) {
        return ledger.find(job.tenant(), job.id())
                .flatMap(its -> keeping.gone(job.tenant(), job.id()).map(gone -> standing(its, gone)))
                .switchIfEmpty(ledger.forgotten(job.tenant(), job.id()).map(DeskReopening::standing))
                .defaultIfEmpty(new JobStanding.Unknown());
    }

    @Override
    public Mono<Integer> reopen(JobName job, Optional<String> traceparent) {
        return desk.reopen(job.tenant(), job.id(), traceparent).map(JobOrder::run);
    }

    private static JobStanding standing(Ledger.Forgotten gone) {
        return gone.byTime() ? new JobStanding.Expired(gone.at()) : new JobStanding.Erased(gone.at());
    }

    private JobStanding standing(Job job, Expiries.Gone gone) {
        if (gone.outputs()) {
            return new JobStanding.FootageGone(keeping.outputsOver(job));
        }
        return job.state().isTerminal()
                ? new JobStanding.Over(
                        job.run(),
                        job.state() == JobState.COMPLETED,
                        job.request().isPresent())
                : new JobStanding.Running(job.run());
    }
}
