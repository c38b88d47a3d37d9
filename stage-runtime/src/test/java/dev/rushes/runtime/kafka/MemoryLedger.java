package dev.rushes.runtime.kafka;

import dev.rushes.runtime.deadletters.Reopening;
import dev.rushes.runtime.rules.JobStanding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** A ledger that a test fills. */
final class MemoryLedger implements Reopening {
    private final Map<UUID, JobStanding> jobs = new ConcurrentHashMap<>();
    private final List<String> opened = new CopyOnWriteArrayList<>();
    volatile boolean away;

    void put(UUID job, JobStanding standing) {
        jobs.put(job, standing);
    }

    /** Runs that were asked for, as "job/run". */
    List<String> opened() {
        return List.copyOf(opened);
    }

    @Override
    public Mono<JobStanding> standing(JobName job) {
        return Mono.fromCallable(() -> {
            if (away) {
                throw new IllegalStateException("the database is away");
            }
            return jobs.getOrDefault(job.id(), new JobStanding.Unknown());
        });
    }

    @Override
    public Mono<Integer> reopen(JobName job, Optional<String> traceparent) {
        return Mono.fromCallable(() -> {
                    if (jobs.get(job.id()) instanceof JobStanding.Over over) {
                        opened.add(job.id() + "/" + (over.run() + 1));
                        jobs.put(job.id(), new JobStanding.Running(over.run() + 1));
                        return Optional.of(over.run() + 1);
                    }
                    return Optional.<Integer>empty();
                })
                .flatMap(Mono::justOrEmpty);
    }
}
