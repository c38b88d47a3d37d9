package dev.rushes.ingest.ledger;

import dev.rushes.ingest.ledger.domain.FactType;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobChange;
import dev.rushes.ingest.ledger.domain.JobFact;
import dev.rushes.ingest.ledger.domain.JobLife.Drop;
import dev.rushes.ingest.ledger.domain.JobProjection;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.ingest.ledger.domain.Seen;
import dev.rushes.runtime.database.RowAccess;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Turns facts into rows, of all tenants. Idempotent: the same batch again, or the whole log again, leaves every row as it was. */
public final class LedgerProjector {
    private final JobWriter writer;
    private final ErasedRows erased;
    private final RowAccess access;
    private final LedgerMeters meters;

    LedgerProjector(DatabaseClient database, RowAccess access, LedgerMeters meters) {
        this.writer = new JobWriter(database);
        this.erased = new ErasedRows(database);
        this.access = access;
        this.meters = meters;
    }

    /** Applies a batch in one transaction: all of it, or, with an error, nothing. The order within a job is that of the list. */
    public Mono<Void> apply(List<JobFact> facts) {
        Map<UUID, List<JobFact>> jobs = facts.stream()
                .collect(
                        Collectors.groupingBy(fact -> fact.subject().jobId(), LinkedHashMap::new, Collectors.toList()));
        return erased.among(jobs.keySet())
                .flatMapMany(gone -> project(jobs, gone))
                .collectList()
                .delayUntil(all -> writer.conclude(all.stream()
                        .flatMap(applied -> applied.changes().stream())
                        .toList()))
                .as(access::ofAll)
                .doOnNext(all -> all.forEach(applied -> meters.dropped(applied.dropped())))
                .then();
    }

    /** Jobs that live on are written together, so that a rush of them costs few round trips; those about to be forgotten one by one. */
    private Flux<Applied> project(Map<UUID, List<JobFact>> jobs, Set<UUID> gone) {
        Map<UUID, List<JobFact>> living = new LinkedHashMap<>(jobs);
        living.keySet().removeAll(gone);
        living.values().removeIf(facts -> facts.stream().anyMatch(fact -> fact.type() == FactType.ERASED));
        Map<UUID, List<JobFact>> others = new LinkedHashMap<>(jobs);
        others.keySet().removeAll(living.keySet());
        return Flux.concat(
                write(living),
                Flux.fromIterable(others.entrySet())
                        .concatMap(job -> project(job.getKey(), job.getValue(), gone.contains(job.getKey()))));
    }

    /**
     * What became of a job's facts.
     *
     * @param changes what the job's log still has of them
     */
    private record Applied(List<JobChange> changes, Map<Drop, Integer> dropped) {
        private static final Applied NOTHING = new Applied(List.of(), Map.of());

        static Applied of(JobChange change) {
            return new Applied(List.of(change), change.dropped());
        }

        Applied and(Applied later) {
            List<JobChange> all = new ArrayList<>(changes);
            all.addAll(later.changes);
            return new Applied(all, sum(dropped, later.dropped));
        }

        Applied dropped(Drop why) {
            return and(new Applied(List.of(), Map.of(why, 1)));
        }

        /** The job is forgotten, and with it whatever was written of it. */
        Applied erased(int later) {
            return new Applied(List.of(), sum(dropped, Map.of(Drop.ERASED, later)));
        }

        private static Map<Drop, Integer> sum(Map<Drop, Integer> some, Map<Drop, Integer> more) {
            Map<Drop, Integer> all = new EnumMap<>(Drop.class);
            some.forEach((why, count) -> all.merge(why, count, Integer::sum));
            more.forEach((why, count) -> all.merge(why, count, Integer::sum));
            return all;
        }
    }

    private Mono<Applied> project(UUID jobId, List<JobFact> facts, boolean gone) {
        return gone ? afterEnd(jobId, facts).map(Applied.NOTHING::erased) : projectLiving(jobId, facts);
    }

    /** What was told before an erasure counts first: what the job has cost stays known. What comes after it is told of nobody. */
    private Mono<Applied> projectLiving(UUID jobId, List<JobFact> facts) {
        int end = 0;
        while (end < facts.size() && facts.get(end).type() != FactType.ERASED) {
            end++;
        }
        Mono<Applied> told = end == 0
                ? Mono.just(Applied.NOTHING)
                : write(Map.of(jobId, facts.subList(0, end))).single();
        if (end == facts.size()) {
            return told;
        }
        JobFact erasure = facts.get(end);
        List<JobFact> later = facts.subList(end + 1, facts.size());
        return told.flatMap(before -> erase(erasure)
                .flatMap(refused -> refused.isEmpty()
                        ? afterEnd(jobId, later).map(before::erased)
                        : goOn(jobId, later).map(before.dropped(refused.get())::and)));
    }

    private Mono<Applied> goOn(UUID jobId, List<JobFact> facts) {
        return facts.isEmpty() ? Mono.just(Applied.NOTHING) : projectLiving(jobId, facts);
    }

    /** @return why the job was not erased; empty if it was */
    private Mono<Optional<Drop>> erase(JobFact erasure) {
        return goneOn(erasure)
                .flatMap(on -> on
                        ? Mono.just(Optional.of(Drop.EARLIER_RUN))
                        : erased.erase(erasure).map(done -> done ? Optional.empty() : Optional.of(Drop.FOREIGN)));
    }

    /** The time of a run is over, not that of a job that has begun another one meanwhile. The log decides which came first. */
    private Mono<Boolean> goneOn(JobFact erasure) {
        boolean byTime = erasure.section(Section.Erasure.class)
                .filter(Section.Erasure::isByTime)
                .isPresent();
        return byTime
                ? writer.lock(List.of(erasure.subject().jobId())).map(jobs -> jobs.values().stream()
                        .anyMatch(job -> job.run() > erasure.subject().run()))
                : Mono.just(false);
    }

    /**
     * What is told of an erased job: what a try has cost that ended late counts, all else is dropped.
     *
     * @return how much is dropped
     */
    private Mono<Integer> afterEnd(UUID jobId, List<JobFact> facts) {
        List<JobFact> spent =
                facts.stream().filter(fact -> fact.type() == FactType.SPENT).toList();
        return erased.keepCost(jobId, spent).thenReturn(facts.size() - spent.size());
    }

    private Flux<Applied> write(Map<UUID, List<JobFact>> jobs) {
        return jobs.isEmpty()
                ? Flux.empty()
                : writer.lock(jobs.keySet())
                        .zipWhen(known -> writer.seen(ofAny(known.keySet(), jobs)))
                        .map(known -> fold(known.getT1(), known.getT2(), jobs))
                        .delayUntil(writer::write)
                        .flatMapIterable(changes -> changes)
                        .map(Applied::of);
    }

    private static List<JobFact> ofAny(Set<UUID> known, Map<UUID, List<JobFact>> jobs) {
        return jobs.entrySet().stream()
                .filter(job -> known.contains(job.getKey()))
                .flatMap(job -> job.getValue().stream())
                .toList();
    }

    private static List<JobChange> fold(Map<UUID, Job> known, Map<UUID, Seen> seen, Map<UUID, List<JobFact>> jobs) {
        return jobs.entrySet().stream()
                .map(job -> fold(
                        Optional.ofNullable(known.get(job.getKey())),
                        seen.getOrDefault(job.getKey(), Seen.NOTHING),
                        job.getValue()))
                .toList();
    }

    private static JobChange fold(Optional<Job> job, Seen seen, List<JobFact> facts) {
        JobProjection projection =
                job.map(known -> JobProjection.of(known, seen)).orElseGet(() -> JobProjection.begin(facts.getFirst()));
        facts.forEach(projection::add);
        return projection.change();
    }
}
