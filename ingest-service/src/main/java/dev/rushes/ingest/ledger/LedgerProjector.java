package dev.rushes.ingest.ledger;

import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobChange;
import dev.rushes.ingest.ledger.domain.JobFact;
import dev.rushes.ingest.ledger.domain.JobProjection;
import dev.rushes.ingest.ledger.domain.Seen;
import dev.rushes.runtime.database.RowAccess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Turns facts into rows, of all tenants. Idempotent: the same batch again, or the whole log again, leaves every row as it was. */
public final class LedgerProjector {
    private final JobWriter writer;
    private final RowAccess access;
    private final LedgerMeters meters;

    LedgerProjector(JobWriter writer, RowAccess access, LedgerMeters meters) {
        this.writer = writer;
        this.access = access;
        this.meters = meters;
    }

    /** Applies a batch in one transaction: all of it, or, with an error, nothing. The order within a job is that of the list. */
    public Mono<Void> apply(List<JobFact> facts) {
        Map<UUID, List<JobFact>> jobs = facts.stream()
                .collect(
                        Collectors.groupingBy(fact -> fact.subject().jobId(), LinkedHashMap::new, Collectors.toList()));
        return Flux.fromIterable(jobs.entrySet())
                .concatMap(job -> project(job.getKey(), job.getValue()))
                .collectList()
                .flatMap(changes -> writer.number(changes).thenReturn(changes))
                .as(access::ofAll)
                .doOnNext(changes -> changes.forEach(change -> meters.dropped(change.dropped())))
                .then();
    }

    private Mono<JobChange> project(UUID jobId, List<JobFact> facts) {
        return writer.lock(jobId)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .zipWhen(job -> job.isPresent() ? writer.seen(jobId, facts) : Mono.just(Seen.NOTHING))
                .map(known -> fold(known.getT1(), known.getT2(), facts))
                .flatMap(change -> writer.write(change).thenReturn(change));
    }

    private static JobChange fold(Optional<Job> job, Seen seen, List<JobFact> facts) {
        JobProjection projection =
                job.map(known -> JobProjection.of(known, seen)).orElseGet(() -> JobProjection.begin(facts.getFirst()));
        facts.forEach(projection::add);
        return projection.change();
    }
}
