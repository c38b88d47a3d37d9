package dev.rushes.campaigns.stub;

import dev.rushes.campaigns.plan.PlannedJob;
import dev.rushes.campaigns.plan.Trouble;
import dev.rushes.campaigns.stub.Artifacts.Artifact;
import dev.rushes.campaigns.stub.Artifacts.Published;
import dev.rushes.campaigns.stub.EffectLog.Verb;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.Stage;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Any of the five stages, as a stage must be written: it looks for its artifact first, works for some milliseconds, publishes, and writes
 * down what it did.
 */
final class StubStage implements Stage<StubTask, StubFact> {
    private static final int SHORTEST_WORK = 1;
    private static final int LONGEST_WORK = 6;

    private final FlowStage stage;
    private final Artifacts artifacts;
    private final EffectLog log;
    private final Clock clock;

    StubStage(FlowStage stage, Artifacts artifacts, EffectLog log, Clock clock) {
        this.stage = stage;
        this.artifacts = artifacts;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public Mono<Outcome<StubFact>> handle(StubTask task, StageContext<StubFact> job) {
        if (stage == FlowStage.UPLOAD && task.plan().trouble() instanceof Trouble.BadFootage) {
            write(Verb.START, key(job, ""), job.attempt(), "");
            return Mono.error(new StageFailure(StubFailure.BAD_FOOTAGE, "Expected footage, but it is bad by plan"));
        }
        return switch (stage) {
            case UPLOAD, ANALYSIS, RENDER ->
                effect(task.unit(), task, job)
                        .map(made -> outcome(made, task.plan().chunks(), task.unit()));
            case SPLIT -> split(task, job);
            case TIMELINE -> timeline(task, job);
            case WEBHOOKS -> throw new IllegalArgumentException("Expected a stage of the flow, but got " + stage);
        };
    }

    private Mono<Outcome<StubFact>> split(StubTask task, StageContext<StubFact> job) {
        int chunks = task.plan().chunks();
        return Flux.fromStream(IntStream.range(0, chunks).mapToObj(PlannedJob::chunkName))
                .concatMap(chunk -> effect(chunk, task, job)
                        .flatMap(made -> job.announce(
                                new StubFact(chunk, chunks, made.artifact().effect()))))
                .then(Mono.defer(() -> effect("", task, job)))
                .map(made -> outcome(made, chunks, ""));
    }

    /** Each part leaves a mark, and whoever finds all marks assembles; two may, and then one of them repeats. */
    private Mono<Outcome<StubFact>> timeline(StubTask task, StageContext<StubFact> job) {
        return Mono.fromCallable(() -> artifacts.publish(part(job, task.unit()), artifact("")))
                .flatMap(marked -> complete(task, job)
                        ? effect("", task, job).map(made -> outcome(made, 0, ""))
                        : Mono.just(Outcome.absorbed("parts are missing")));
    }

    private boolean complete(StubTask task, StageContext<StubFact> job) {
        return IntStream.range(0, task.plan().chunks())
                        .mapToObj(PlannedJob::chunkName)
                        .allMatch(chunk -> artifacts.find(part(job, chunk)).isPresent())
                && artifacts.find(part(job, StubTask.SPLIT)).isPresent();
    }

    private Mono<Published> effect(String unit, StubTask task, StageContext<StubFact> job) {
        EffectKey key = key(job, unit);
        return Mono.defer(() -> {
                    write(Verb.START, key, job.attempt(), "");
                    Optional<Artifact> finished = artifacts.find(key);
                    if (finished.isPresent()) {
                        return Mono.just(new Published(finished.get(), false));
                    }
                    failByPlan(task, key, job.attempt(), false);
                    return work().then(Mono.fromCallable(() -> artifacts.publish(key, artifact(""))));
                })
                .doOnNext(made -> {
                    write(
                            made.first() ? Verb.ACCEPT : Verb.REPEAT,
                            key,
                            job.attempt(),
                            made.artifact().effect());
                    failByPlan(task, key, job.attempt(), true);
                });
    }

    private void failByPlan(StubTask task, EffectKey key, int attempt, boolean afterEffect) {
        if (task.plan().fails(stage, key.unit(), attempt, afterEffect)) {
            write(Verb.FAIL, key, attempt, "");
            throw new StageFailure(
                    StubFailure.NOT_THIS_TIME, "Expected to finish, but try " + attempt + " fails by plan");
        }
    }

    private static Mono<Long> work() {
        return Mono.delay(Duration.ofMillis(ThreadLocalRandom.current().nextInt(SHORTEST_WORK, LONGEST_WORK)));
    }

    private static Outcome<StubFact> outcome(Published made, int chunks, String unit) {
        StubFact fact = new StubFact(unit, chunks, made.artifact().effect());
        return made.first() ? Outcome.done(fact) : Outcome.repeated(List.of(fact));
    }

    private Artifact artifact(String note) {
        return new Artifact(UUID.randomUUID().toString(), clock.millis(), note);
    }

    private EffectKey key(StageContext<StubFact> job, String unit) {
        return new EffectKey(job.ticket().jobId(), stage, unit);
    }

    private static EffectKey part(StageContext<StubFact> job, String unit) {
        return new EffectKey(job.ticket().jobId(), FlowStage.TIMELINE, "part-" + unit);
    }

    private void write(Verb verb, EffectKey key, int attempt, String effect) {
        log.write(new EffectLog.Line(clock.millis(), verb, key, attempt, effect));
    }
}
