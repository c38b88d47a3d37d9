package dev.rushes.runtime.example;

import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.Stage;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageProgress;
import java.util.List;
import reactor.core.publisher.Mono;

/** Counts the shots of footage, or finds that they have been counted. */
final class ShotCountStage implements Stage<Footage, ShotCount> {
    private final ShotCounter counter;
    private final ShotCounts counts;

    ShotCountStage(ShotCounter counter, ShotCounts counts) {
        this.counter = counter;
        this.counts = counts;
    }

    @Override
    public Mono<Outcome<ShotCount>> handle(Footage footage, StageContext<ShotCount> job) {
        return counts.find(footage)
                .map(known -> Outcome.repeated(List.of(known)))
                .switchIfEmpty(Mono.defer(() -> count(footage, job)));
    }

    private Mono<Outcome<ShotCount>> count(Footage footage, StageContext<ShotCount> job) {
        return counter.shots(footage)
                .doOnNext(shot -> job.progress(new StageProgress(shot, 0, "shots", 0, "counting")))
                .count()
                .flatMap(shots -> counts.keep(new ShotCount(footage, shots.intValue())))
                .map(Outcome::done);
    }
}
