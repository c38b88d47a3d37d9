package dev.rushes.ingest.api;

import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobState;
import dev.rushes.runtime.deadletters.Reopening;
import dev.rushes.runtime.rules.JobStanding;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Tells replays where jobs stand, and opens their next runs, as a retry over the API would. */
final class DeskReopening implements Reopening {
    private final Ledger ledger;
    private final JobDesk desk;

    DeskReopening(Ledger ledger, JobDesk desk) {
        this.ledger = ledger;
        this.desk = desk;
    }

    @Override
    public Mono<JobStanding> standing(JobName job) {
        return ledger.find(job.tenant(), job.id())
                .map(DeskReopening::standing)
                .switchIfEmpty(ledger.isErased(job.tenant(), job.id()).map(_ -> new JobStanding.Erased()))
                .defaultIfEmpty(new JobStanding.Unknown());
    }

    @Override
    public Mono<Integer> reopen(JobName job, Optional<String> traceparent) {
        return desk.reopen(job.tenant(), job.id(), traceparent).map(JobOrder::run);
    }

    private static JobStanding standing(Job job) {
        return job.state().isTerminal()
                ? new JobStanding.Over(
                        job.run(),
                        job.state() == JobState.COMPLETED,
                        job.request().isPresent())
                : new JobStanding.Running(job.run());
    }
}
