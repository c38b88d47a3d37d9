package dev.rushes.runtime.example;

import dev.rushes.runtime.example.RemoteShotCounter.Answer;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.LaneClaim;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.Stage;
import dev.rushes.runtime.stage.StageContext;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/** Has the shots of footage counted by an outside service. */
final class RemoteShotCountStage implements Stage<Footage, ShotCount> {
    static final String LANE = "shots:remote";

    private static final long MOST_TOKENS = 500;
    private static final Failure REFUSED =
            Failure.of(CommonFailure.LANE_BUSY, "Expected the shots to be counted, but was told to come back later");

    private final RemoteShotCounter counter;

    RemoteShotCountStage(RemoteShotCounter counter) {
        this.counter = counter;
    }

    @Override
    public List<LaneClaim> claims(Footage footage, JobTicket ticket) {
        return List.of(new LaneClaim(LANE, MOST_TOKENS));
    }

    @Override
    public Mono<Outcome<ShotCount>> handle(Footage footage, StageContext<ShotCount> job) {
        return counter.count(footage).flatMap(answer -> switch (answer) {
            case Answer.Counted(int shots, long tokens) -> {
                job.lane(LANE).pass().settle(tokens);
                yield Mono.just(Outcome.done(new ShotCount(footage, shots)));
            }
            case Answer.TooManyRequests(Instant until) -> {
                job.lane(LANE).pass().settle(0);
                yield job.lane(LANE).hold(until, "429").thenReturn(new Outcome.Postponed<>(until, REFUSED));
            }
        });
    }
}
