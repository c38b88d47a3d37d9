package dev.rushes.ingest.ledger.domain;

import dev.rushes.flow.FlowStage;
import dev.rushes.flow.Recipe;
import dev.rushes.ingest.ledger.domain.JobLife.Drop;
import dev.rushes.ingest.ledger.domain.JobLife.Verdict;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Adds a batch of facts to one job. A value in the making: feed it facts in the order of the log, then take the {@link #change()}.
 *
 * <p>Only facts that tell something new are logged, under the next number. Progress is not: it changes the standing of its stage, the latest
 * wins, and a repeat of it changes nothing. So is a start of a stage that runs already.
 */
public final class JobProjection {
    private final UUID id;
    private final String tenant;
    private final Set<UUID> seenEvents;
    private final Set<Seen.Unit> seenUnits;
    private final JobChange.Builder change = new JobChange.Builder();

    private int run;
    private JobState state;
    private Optional<Section.Request> request;
    private int requestedRun;
    private ProgressModel progress;
    private Optional<Job.Failing> failure;
    private Optional<Section.Media> media;
    private Optional<Section.Split> split;
    private Optional<Section.Timeline> timeline;
    private final Set<String> warnings;
    private String traceId;
    private Job.Times times;
    private long revision;
    private final Map<FlowStage, Spend> spent;
    private long version;

    private JobProjection(Job job, Seen seen) {
        this.id = job.id();
        this.tenant = job.tenant();
        this.seenEvents = new HashSet<>(seen.events());
        this.seenUnits = new HashSet<>(seen.units());
        this.run = job.run();
        this.state = job.state();
        this.request = job.request();
        this.requestedRun = job.requestedRun();
        this.progress = job.progress();
        this.failure = job.failure();
        this.media = job.media();
        this.split = job.split();
        this.timeline = job.timeline();
        this.warnings = new LinkedHashSet<>(job.warnings());
        this.traceId = job.traceId();
        this.times = job.times();
        this.revision = job.revision();
        this.spent = new EnumMap<>(FlowStage.class);
        this.spent.putAll(job.spent());
        this.version = job.version();
    }

    /** Goes on with a job that the ledger has. */
    public static JobProjection of(Job job, Seen seen) {
        return new JobProjection(job, seen);
    }

    /** Begins with a job that the ledger has never heard of; its first fact need not be its request. */
    public static JobProjection begin(JobFact first) {
        Job stub = new Job(
                first.subject().jobId(),
                first.subject().tenant(),
                Math.max(1, first.subject().run()),
                JobState.REQUESTED,
                Optional.empty(),
                0,
                ProgressModel.open(Recipe.HIGHLIGHTS.route()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "",
                new Job.Times(first.occurredAt(), Optional.empty(), Optional.empty(), first.occurredAt()),
                0,
                Map.of(),
                0);
        return new JobProjection(stub, Seen.NOTHING);
    }

    /** Adds the next fact, or drops it. */
    public void add(JobFact fact) {
        Optional<Drop> repeat = repeat(fact).or(() -> outdated(fact));
        if (repeat.isPresent()) {
            change.dropped(repeat.get());
            return;
        }
        switch (JobLife.judge(run, state, fact.subject().run(), fact.type())) {
            case Verdict.Dropped dropped -> change.dropped(dropped.why());
            case Verdict.Accepted accepted -> accept(fact, accepted);
        }
    }

    /** What is to be written. */
    public JobChange change() {
        return change.build(new Job(
                id,
                tenant,
                run,
                state,
                request,
                requestedRun,
                progress,
                failure,
                media,
                split,
                timeline,
                List.copyOf(warnings),
                traceId,
                times,
                revision,
                spent,
                version));
    }

    private Optional<Drop> repeat(JobFact fact) {
        if (!fact.subject().tenant().equals(tenant)) {
            return Optional.of(Drop.FOREIGN);
        }
        boolean known = fact.type() == FactType.REQUESTED && fact.subject().run() <= requestedRun;
        return known || seenEvents.contains(fact.eventId()) ? Optional.of(Drop.REPEATED) : Optional.empty();
    }

    /** The order of the log decides which of two changes of the same revision came first. */
    private Optional<Drop> outdated(JobFact fact) {
        return fact.section(Section.Amendment.class)
                .flatMap(Section.Amendment::onlyAtRevision)
                .filter(meant -> meant != revision)
                .map(_ -> Drop.OUTDATED);
    }

    private void accept(JobFact fact, Verdict.Accepted accepted) {
        if (accepted.newRun()) {
            openRun(fact);
        }
        state = accepted.state();
        ProgressModel before = progress;
        boolean live = !state.isTerminal() || !times.finished().isPresent();
        if (live) {
            move(fact);
        }
        fact.sections().forEach(section -> learn(fact, section));
        if (fact.type() == FactType.STAGE_NOTED && fact.note().level() != JobFact.Level.INFO) {
            warn(fact.note().message());
        }
        keepTime(fact);
        if (traceId.isEmpty()) {
            traceId = fact.subject().traceId();
        }
        change.touched();
        if (isNews(fact, before)) {
            version++;
            seenEvents.add(fact.eventId());
            change.logged(version, fact);
        }
    }

    private boolean isNews(JobFact fact, ProgressModel before) {
        return switch (fact.type()) {
            case STAGE_PROGRESSED, SPENT -> false;
            case STAGE_STARTED -> fact.place().unit().isPresent() || !progress.equals(before);
            default -> true;
        };
    }

    private void openRun(JobFact fact) {
        run = fact.subject().run();
        progress = ProgressModel.open(request.map(Section.Request::route)
                .filter(route -> !route.isEmpty())
                .orElse(Recipe.HIGHLIGHTS.route()));
        failure = Optional.empty();
        warnings.clear();
        times = new Job.Times(times.created(), Optional.empty(), Optional.empty(), times.updated());
    }

    /** What the type and the place say about the progress. */
    private void move(JobFact fact) {
        JobFact.Place place = fact.place();
        switch (fact.type()) {
            case REQUESTED, STAGE_NOTED, DEAD_LETTERED, AMENDED, SPENT, ERASED -> {}
            case CANCELLED -> progress = progress.stopped();
            case COMPLETED -> progress = progress.completed();
            case FAILED -> fail(fact);
            case STAGE_STARTED -> onStage(fact, stage -> progress.started(stage, place.unit(), place.attempt()));
            case STAGE_PROGRESSED ->
                fact.section(Section.Reported.class)
                        .ifPresent(report -> onStage(
                                fact, stage -> progress.reported(stage, place.unit(), place.attempt(), report)));
            case STAGE_RETRYING, STAGE_POSTPONED ->
                onStage(fact, stage -> progress.retrying(stage, place.attempt(), reason(fact)));
            case STAGE_FINISHED -> onStage(fact, stage -> progress.finished(stage));
            case UNIT_FINISHED -> onStage(fact, stage -> count(stage, place.unit()));
        }
    }

    private void onStage(JobFact fact, java.util.function.Function<FlowStage, ProgressModel> step) {
        fact.place().stage().ifPresent(stage -> progress = step.apply(stage));
    }

    private ProgressModel count(FlowStage stage, Optional<String> unit) {
        if (unit.isEmpty()) {
            return progress;
        }
        Seen.Unit counted = new Seen.Unit(run, stage, unit.get());
        if (!seenUnits.add(counted)) {
            return progress;
        }
        change.counted(counted);
        return progress.unitFinished(stage, unit.get());
    }

    private void fail(JobFact fact) {
        Section.Trouble trouble = fact.section(Section.Trouble.class)
                .orElseGet(() ->
                        new Section.Trouble("UNEXPECTED", "UNKNOWN", fact.note().message(), Optional.empty()));
        failure = Optional.of(new Job.Failing(trouble, fact.place().stage()));
        onStage(fact, stage -> progress.failed(stage, fact.place().attempt(), trouble.message()));
        progress = progress.stopped();
    }

    private void learn(JobFact fact, Section section) {
        switch (section) {
            case Section.Request asked -> ask(fact, asked);
            case Section.Reported _, Section.Trouble _, Section.Erasure _ -> {}
            case Section.Media found -> {
                media = Optional.of(found);
                found.info().warnings().forEach(this::warn);
            }
            case Section.Chunk chunk -> {
                change.chunk(chunk);
                chunk.problem().ifPresent(this::warn);
            }
            case Section.Split counts -> {
                split = Optional.of(counts);
                int chunks = counts.videoChunks() + counts.audioChunks();
                progress = progress.unitsKnown(FlowStage.SPLIT, chunks).unitsKnown(FlowStage.ANALYSIS, chunks);
            }
            case Section.Timeline cut -> timeline = Optional.of(cut);
            case Section.Film film -> change.film(run, film);
            case Section.Amendment amendment -> {
                request = request.map(asked -> asked.amended(amendment));
                revision++;
            }
            case Section.Spent cost -> {
                seenEvents.add(fact.eventId());
                change.spent(fact);
                fact.place().stage().ifPresent(stage -> spent.merge(stage, cost.spend(), Spend::plus));
            }
        }
    }

    private void ask(JobFact fact, Section.Request asked) {
        request = Optional.of(asked);
        requestedRun = fact.subject().run();
        if (!asked.route().isEmpty()) {
            progress = progress.onRoute(asked.route());
        }
        if (times.created().isAfter(asked.requestedAt())) {
            times = new Job.Times(asked.requestedAt(), times.started(), times.finished(), times.updated());
        }
    }

    private void warn(String sentence) {
        if (!sentence.isEmpty() && warnings.size() < Job.WARNING_LIMIT) {
            warnings.add(sentence);
        }
    }

    private void keepTime(JobFact fact) {
        Instant at = fact.occurredAt();
        Optional<Instant> started =
                times.started().or(() -> state == JobState.RUNNING ? Optional.of(at) : Optional.empty());
        Optional<Instant> finished = times.finished().or(() -> state.isTerminal() ? Optional.of(at) : Optional.empty());
        Instant updated = times.updated().isAfter(at) ? times.updated() : at;
        times = new Job.Times(times.created(), started, finished, updated);
    }

    private static String reason(JobFact fact) {
        return fact.section(Section.Trouble.class)
                .map(Section.Trouble::message)
                .orElse(fact.note().message());
    }
}
