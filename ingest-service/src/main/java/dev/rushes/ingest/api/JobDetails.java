package dev.rushes.ingest.api;

import dev.rushes.ingest.cost.domain.CostEstimate;
import dev.rushes.ingest.cost.domain.CostRates;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.retention.domain.TermsBook;
import java.time.Clock;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Shows a job with everything that is known about it: why it waits, what it costs. */
final class JobDetails {
    private final Ledger ledger;
    private final StageDesk stages;
    private final CostRates rates;
    private final TermsBook terms;
    private final Clock clock;

    JobDetails(Ledger ledger, StageDesk stages, CostRates rates, TermsBook terms, Clock clock) {
        this.terms = terms;
        this.ledger = ledger;
        this.stages = stages;
        this.rates = rates;
        this.clock = clock;
    }

    /** In a list, where each job costs no further question. */
    JobView brief(Job job) {
        return JobView.of(
                job,
                clock.instant(),
                terms,
                Optional.empty(),
                CostView.of(job, CostEstimate.of(job, rates), Optional.empty()));
    }

    Mono<JobView> full(Job job) {
        return waiting(job)
                .zipWith(
                        ledger.storedBytes(job.tenant(), job.id()),
                        (waiting, bytes) -> JobView.of(
                                job,
                                clock.instant(),
                                terms,
                                waiting,
                                CostView.of(job, CostEstimate.of(job, rates), Optional.of(bytes))));
    }

    private Mono<Optional<Waiting>> waiting(Job job) {
        return job.stage()
                .map(stage -> ledger.lastTrouble(job.tenant(), job.id(), job.run(), stage)
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                        .zipWith(
                                ledger.ahead(job.tenant(), job.id()),
                                (trouble, ahead) -> Waiting.of(
                                        job,
                                        new Waiting.Surroundings(ahead, stages.view(stage), stages.complete(), trouble),
                                        clock.instant())))
                .orElseGet(() -> Mono.just(Optional.empty()));
    }
}
