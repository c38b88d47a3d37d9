package dev.rushes.runtime.kafka;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.engine.Tries;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** The jobs of a run, what fate has in store for each of their works, and what may not happen while they are worked on. */
final class SimJobs {
    static final List<FlowStage> ROUTE = List.of(FlowStage.UPLOAD, FlowStage.SPLIT, FlowStage.TIMELINE);
    static final int ATTEMPTS = 3;
    /** How the names of jobs begin whose record can't be read, for a reason that nobody has a name for. */
    static final String ODD = "odd-";

    /** A start goes untold when it is the first one, and when two take up copies of the same record at the same moment. */
    private static final int MOST_UNTOLD = 4;

    private static final Duration MEMORY = Duration.ofMillis(1_500);

    private final SimWorld world;
    private final Map<UUID, Job> jobs = new LinkedHashMap<>();
    private final List<String> breaches = new ArrayList<>();
    private SimProcess.SimFaults faults;

    SimJobs(SimWorld world, SimProcess.SimFaults faults) {
        this.world = world;
        this.faults = faults;
    }

    /** What a try meets. */
    sealed interface Step {
        Duration time();

        record Works(Duration time) implements Step {}

        record Fails(Duration time, Failure failure) implements Step {}

        /** Has more to tell than a topic takes. */
        record Shouts(Duration time) implements Step {}

        record Hangs(Duration time) implements Step {}

        record Kills(Duration time) implements Step {}
    }

    /** How a work is bound to end, if nobody cancels the job. */
    enum End {
        DONE,
        BAD_INPUT,
        DEAD
    }

    /** One work of a job in one stage. */
    static final class Work {
        private final Job job;
        private final FlowStage stage;
        private final Deque<Step> steps = new ArrayDeque<>();
        private final Map<SimProcess, Long> workers = new LinkedHashMap<>();
        private End end = End.DONE;
        /** Earliest time of each try that has come back. */
        private final Map<Integer, Instant> dueTimes = new HashMap<>();

        private final List<Instant> begun = new ArrayList<>();
        private final Set<String> tries = new HashSet<>();

        private Instant lastDue = Instant.MIN;
        private int records;
        private int done;
        private int kills;
        private int toldKills;

        Work(Job job, FlowStage stage) {
            this.job = job;
            this.stage = stage;
        }

        Job job() {
            return job;
        }

        FlowStage stage() {
            return stage;
        }

        End end() {
            return end;
        }

        boolean isDone() {
            return done > 0;
        }

        /** When each of its tries began. */
        List<Instant> begun() {
            return begun;
        }

        int kills() {
            return kills;
        }

        /** One of its tries has begun and was told to all. */
        void hasTry(String name) {
            boolean known = tries.add(name);
        }

        /** Whether it has killed more often than everybody could know: each try counts its starts on its own. */
        boolean killsTooOften() {
            int limit = Math.max(records, tries.size()) * SimProcess.LEASES.crashes();
            return toldKills > limit || kills > MOST_UNTOLD * limit;
        }

        /** A try is not due before that. */
        void notBefore(Tries tries, Instant due) {
            Instant unused = dueTimes.merge(tries.attempt(), due, (one, other) -> one.isBefore(other) ? one : other);
            lastDue = due.isAfter(lastDue) ? due : lastDue;
        }

        /** The latest time for which it was put off. */
        Instant due() {
            return lastDue;
        }

        /** A record asks for it; each is handled on its own. */
        void anotherRecord() {
            records++;
        }

        int records() {
            return records;
        }

        Step nextStep() {
            return steps.getFirst();
        }

        /** The last step stays for ever. */
        Step takeStep() {
            return steps.size() > 1 ? steps.removeFirst() : steps.getFirst();
        }

        void done(SimProcess process) {
            done++;
        }

        @Override
        public String toString() {
            return stage + " of " + job.name;
        }
    }

    /** A job and its two works. */
    static final class Job {
        private final String name;
        private final JobTicket ticket;
        private final boolean noise;
        private final Map<FlowStage, Work> works = new LinkedHashMap<>();
        private boolean cancelled;

        Job(String name, JobTicket ticket, boolean noise) {
            this.name = name;
            this.ticket = ticket;
            this.noise = noise;
        }

        String name() {
            return name;
        }

        JobTicket ticket() {
            return ticket;
        }

        /** Whether its record is no record at all. */
        boolean isNoise() {
            return noise;
        }

        boolean isCancelled() {
            return cancelled;
        }

        void cancel() {
            cancelled = true;
        }

        Map<FlowStage, Work> works() {
            return works;
        }

        /** How it must end: as its first work that is not done. */
        End end() {
            return noise || name.startsWith(ODD)
                    ? End.DEAD
                    : works.values().stream()
                            .map(Work::end)
                            .filter(end -> end != End.DONE)
                            .findFirst()
                            .orElse(End.DONE);
        }
    }

    Job create(int number) {
        Random random = world.random();
        String name = (world.chance(0.03) ? ODD : "job-") + number;
        JobTicket ticket = new JobTicket(
                new UUID(world.seed(), number),
                "tenant-" + random.nextInt(3),
                1,
                "sim",
                ROUTE,
                JobOptions.DEFAULTS,
                JobTicket.Priority.values()[random.nextInt(3)],
                world.now());
        Job job = new Job(name, ticket, world.chance(0.05));
        for (FlowStage stage : List.of(FlowStage.SPLIT, FlowStage.TIMELINE)) {
            Work work = new Work(job, stage);
            fate(work);
            job.works.put(stage, work);
        }
        jobs.put(ticket.jobId(), job);
        return job;
    }

    /** A job whose split meets these steps, of which the last one stays; all else goes well. */
    Job plan(int number, End end, List<Step> steps) {
        JobTicket ticket = new JobTicket(
                new UUID(world.seed(), number),
                "tenant",
                1,
                "sim",
                ROUTE,
                JobOptions.DEFAULTS,
                JobTicket.Priority.NORMAL,
                world.now());
        Job job = new Job("job-" + number, ticket, false);
        Work split = new Work(job, FlowStage.SPLIT);
        split.end = end;
        split.steps.addAll(steps);
        job.works.put(FlowStage.SPLIT, split);
        Work timeline = new Work(job, FlowStage.TIMELINE);
        timeline.steps.add(works(Duration.ofMillis(5)));
        job.works.put(FlowStage.TIMELINE, timeline);
        jobs.put(ticket.jobId(), job);
        return job;
    }

    private void fate(Work work) {
        Random random = world.random();
        double luck = random.nextDouble();
        if (luck < 0.45) {
            work.steps.add(works(Duration.ofMillis(30)));
        } else if (luck < 0.60) {
            work.steps.add(works(Duration.ofSeconds(6)));
        } else if (luck < 0.75) {
            for (int times = random.nextInt(ATTEMPTS - 1) + 1; times > 0; times--) {
                work.steps.add(fails(SimStage.SimFailure.SHAKY));
            }
            work.steps.add(works(Duration.ofMillis(100)));
        } else if (luck < 0.82) {
            for (int times = random.nextInt(5) + 1; times > 0; times--) {
                work.steps.add(fails(SimStage.SimFailure.BUSY));
            }
            work.steps.add(works(Duration.ofMillis(100)));
        } else if (luck < 0.87) {
            work.steps.add(new Step.Fails(Duration.ofMillis(5), SimStage.outage()));
            work.steps.add(works(Duration.ofMillis(100)));
        } else if (luck < 0.91) {
            work.end = End.BAD_INPUT;
            work.steps.add(fails(SimStage.SimFailure.BAD));
        } else if (luck < 0.94) {
            work.end = End.DEAD;
            work.steps.add(fails(SimStage.SimFailure.SHAKY));
        } else if (luck < 0.95) {
            // Only the split stage has somebody to tell its fact to.
            boolean shouts = work.stage == FlowStage.SPLIT;
            work.end = shouts ? End.DEAD : End.DONE;
            Duration time = Duration.ofNanos(world.upTo(Duration.ofMillis(50)));
            work.steps.add(shouts ? new Step.Shouts(time) : works(time));
        } else if (luck < 0.97) {
            work.end = End.DEAD;
            work.steps.add(new Step.Hangs(Duration.ZERO));
        } else if (faults.on()) {
            work.end = End.DEAD;
            work.steps.add(new Step.Kills(Duration.ofNanos(world.upTo(Duration.ofSeconds(1)))));
        } else {
            work.steps.add(works(Duration.ofMillis(5)));
        }
    }

    private Step works(Duration most) {
        return new Step.Works(Duration.ofNanos(world.upTo(most)));
    }

    private Step fails(SimStage.SimFailure how) {
        return new Step.Fails(Duration.ofNanos(world.upTo(Duration.ofMillis(50))), SimStage.failure(how));
    }

    Work work(FlowStage stage, UUID job) {
        return Objects.requireNonNull(find(job).works.get(stage));
    }

    Iterable<Job> all() {
        return jobs.values();
    }

    Job find(UUID id) {
        return Objects.requireNonNull(jobs.get(id));
    }

    List<String> breaches() {
        return breaches;
    }

    void breach(String format, Object... arguments) {
        breaches.add(format.formatted(arguments));
        world.tell("BREACH " + format, arguments);
    }

    /** Nobody begins what somebody else, who is alive and has said so, has worked on for a while; and nobody tries too often. */
    void checkStart(Work work, SimProcess process, int attempt) {
        if (attempt > ATTEMPTS) {
            breach("I12 %s is tried for the %dth time", work, attempt);
        }
        work.begun.add(world.now());
        Instant due = work.dueTimes.getOrDefault(attempt, Instant.MIN);
        if (attempt > 1
                && work.records == 1
                && !faults.clocksJump()
                && world.now().isBefore(due)) {
            breach("I12 %s is tried before its time", work);
        }
        work.workers.forEach((other, since) -> {
            long silence = world.nanos() - since;
            if (work.records == 1
                    && other != process
                    && !other.isDead()
                    && !other.isFrozen()
                    && !process.isDeafTo(since + MEMORY.toNanos())
                    && silence > MEMORY.toNanos()
                    && faults.calm()) {
                breach("I38 %s is begun by %s while %s works on it", work, process, other);
            }
        });
    }

    Mono<Outcome<String>> running(Work work, SimProcess process, Mono<Outcome<String>> act) {
        return act.doOnSubscribe(begun -> work.workers.put(process, world.nanos()))
                .doFinally(end -> work.workers.remove(process));
    }

    void killed(SimProcess process, Work work) {
        work.kills++;
        work.toldKills += faults.isTold(process, work) ? 1 : 0;
        faults.crash(process, "killed by " + work);
    }
}
