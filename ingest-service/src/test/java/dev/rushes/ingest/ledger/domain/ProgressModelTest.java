package dev.rushes.ingest.ledger.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.domain.StageStanding.State;
import dev.rushes.media.value.Track;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProgressModelTest {
    private final Facts facts = new Facts(UUID.fromString("0195f000-0000-7000-8000-000000000001"));

    @Test
    void progressRisesThroughAWholeRunAndIs100OnlyAtItsEnd() {
        JobProjection projection = null;
        double last = 0;
        for (JobFact fact : facts.life(5)) {
            projection = projection == null ? JobProjection.begin(fact) : projection;
            projection.add(fact);
            Job job = projection.change().job();
            assertThat(job.progress().overall()).as(fact.type().name()).isGreaterThanOrEqualTo(last);
            assertThat(job.progress().overall() == 100).isEqualTo(job.state() == JobState.COMPLETED);
            last = job.progress().overall();
        }
        assertThat(last).isEqualTo(100);
    }

    @Test
    void inAnyOrderOfFactsProgressNeverFallsWithinARunAndIs100ExactlyWhenCompleted() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            List<JobFact> shuffled = new ArrayList<>(facts.life(4));
            shuffled.add(facts.failed(FlowStage.RENDER));
            shuffled.add(facts.cancelled());
            shuffled.add(facts.retrying(FlowStage.SPLIT, 2));
            shuffled.addAll(shuffled.subList(0, random.nextInt(shuffled.size())));
            Collections.shuffle(shuffled, random);
            JobProjection projection = JobProjection.begin(shuffled.getFirst());
            double last = 0;
            for (JobFact fact : shuffled) {
                projection.add(fact);
                Job job = projection.change().job();
                assertThat(job.progress().overall()).as("seed " + seed).isBetween(last, 100.0);
                assertThat(job.progress().overall() == 100)
                        .as("seed %d, %s", seed, job.state())
                        .isEqualTo(job.state() == JobState.COMPLETED);
                last = job.progress().overall();
            }
        }
    }

    @Test
    void aStageWithUnitsIsFinishedWhenItsLastUnitIs() {
        JobProjection projection = JobProjection.begin(facts.requested());
        projection.add(facts.finished(FlowStage.SPLIT, facts.split(2, 1)));
        projection.add(facts.unit(FlowStage.ANALYSIS, Track.VIDEO, 0));
        projection.add(facts.unit(FlowStage.ANALYSIS, Track.VIDEO, 1));
        StageStanding before = standing(projection, FlowStage.ANALYSIS);

        projection.add(facts.unit(FlowStage.ANALYSIS, Track.AUDIO, 0));

        assertThat(before.state()).isEqualTo(State.ACTIVE);
        assertThat(before.fraction()).isEqualTo(2.0 / 3);
        assertThat(standing(projection, FlowStage.ANALYSIS).state()).isEqualTo(State.FINISHED);
    }

    @Test
    void aUnitThatFinishesTwiceCountsOnce() {
        JobProjection projection = JobProjection.begin(facts.requested());
        projection.add(facts.finished(FlowStage.SPLIT, facts.split(3, 0)));
        projection.add(facts.unit(FlowStage.ANALYSIS, Track.VIDEO, 0));
        projection.add(facts.unit(FlowStage.ANALYSIS, Track.VIDEO, 0));

        assertThat(standing(projection, FlowStage.ANALYSIS).unitsDone()).isEqualTo(1);
    }

    @Test
    void aNewTryStartsItsStageAgainButNotTheWhole() {
        JobProjection projection = JobProjection.begin(facts.requested());
        projection.add(facts.started(FlowStage.UPLOAD));
        projection.add(facts.progressed(FlowStage.UPLOAD, 1, 0.9));
        double overall = projection.change().job().progress().overall();

        projection.add(facts.retrying(FlowStage.UPLOAD, 1));
        StageStanding waiting = standing(projection, FlowStage.UPLOAD);
        projection.add(facts.started(FlowStage.UPLOAD, 2));
        projection.add(facts.progressed(FlowStage.UPLOAD, 1, 0.95));

        assertThat(waiting.state()).isEqualTo(State.RETRYING);
        StageStanding again = standing(projection, FlowStage.UPLOAD);
        assertThat(again.state()).isEqualTo(State.ACTIVE);
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.fraction())
                .as("a report of the overtaken try counts for nothing")
                .isZero();
        assertThat(projection.change().job().progress().overall()).isEqualTo(overall);
    }

    @Test
    void whatWasAtWorkWhenTheRunEndedIsShownAsStopped() {
        JobProjection cancelled = JobProjection.begin(facts.requested());
        cancelled.add(facts.finished(FlowStage.UPLOAD));
        cancelled.add(facts.started(FlowStage.SPLIT));
        cancelled.add(facts.cancelled());

        assertThat(standing(cancelled, FlowStage.UPLOAD).state()).isEqualTo(State.FINISHED);
        assertThat(standing(cancelled, FlowStage.SPLIT).state()).isEqualTo(State.STOPPED);
        assertThat(standing(cancelled, FlowStage.RENDER).state()).isEqualTo(State.WAITING);

        JobProjection failed = JobProjection.begin(facts.requested());
        failed.add(facts.started(FlowStage.SPLIT));
        failed.add(facts.retrying(FlowStage.ANALYSIS, 1));
        failed.add(facts.failed(FlowStage.SPLIT));

        assertThat(standing(failed, FlowStage.SPLIT).state()).isEqualTo(State.FAILED);
        assertThat(standing(failed, FlowStage.ANALYSIS).state()).isEqualTo(State.STOPPED);
    }

    @Test
    void aFailureMarksItsStage() {
        JobProjection projection = JobProjection.begin(facts.requested());
        projection.add(facts.started(FlowStage.SPLIT));
        projection.add(facts.failed(FlowStage.SPLIT));

        assertThat(standing(projection, FlowStage.SPLIT).state()).isEqualTo(State.FAILED);
    }

    private static StageStanding standing(JobProjection projection, FlowStage stage) {
        return projection.change().job().progress().standing(stage).orElseThrow();
    }
}
