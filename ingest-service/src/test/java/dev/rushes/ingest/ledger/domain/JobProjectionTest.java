package dev.rushes.ingest.ledger.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.domain.JobFact.Level;
import dev.rushes.ingest.ledger.domain.JobLife.Drop;
import dev.rushes.media.value.Track;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobProjectionTest {
    private final Facts facts = new Facts(UUID.fromString("0195f000-0000-7000-8000-000000000002"));

    @Test
    void numbersRiseByOneAndProgressHasNone() {
        JobChange change = fold(facts.life(3));

        assertThat(change.logged().stream().map(JobChange.Logged::sequence))
                .containsExactlyElementsOf(
                        java.util.stream.LongStream.rangeClosed(1, change.job().version())
                                .boxed()
                                .toList());
        assertThat(change.logged().stream().map(logged -> logged.fact().type()))
                .doesNotContain(FactType.STAGE_PROGRESSED);
    }

    @Test
    void aRepeatIsDroppedAndCounted() {
        JobFact requested = facts.requested();
        JobFact started = facts.started(FlowStage.UPLOAD);
        JobChange change = fold(List.of(requested, started, requested, started));

        assertThat(change.job().version()).isEqualTo(2);
        assertThat(change.dropped()).containsEntry(Drop.REPEATED, 2);
    }

    @Test
    void aStageThatStartsWhileItRunsIsNoNews() {
        JobChange change =
                fold(List.of(facts.requested(), facts.started(FlowStage.TIMELINE), facts.started(FlowStage.TIMELINE)));

        assertThat(change.job().version()).isEqualTo(2);
    }

    @Test
    void aFactAboutAnUnknownJobMakesAStubThatItsRequestCompletes() {
        JobFact late = facts.requested();
        JobProjection projection = JobProjection.begin(facts.started(FlowStage.UPLOAD));
        projection.add(facts.started(FlowStage.UPLOAD));
        assertThat(projection.change().job().request()).isEmpty();

        projection.add(late);

        assertThat(projection.change().job().state()).isEqualTo(JobState.RUNNING);
        assertThat(projection.change().job().request().orElseThrow().recipe()).isEqualTo("highlights");
    }

    @Test
    void whatBecameOfAChunkIsLearntEvenAfterTheEnd() {
        JobFact late = facts.unit(FlowStage.ANALYSIS, Track.VIDEO, 0);
        JobChange change = fold(List.of(facts.requested(), facts.completed(), late));

        assertThat(change.job().state()).isEqualTo(JobState.COMPLETED);
        assertThat(change.job().progress().overall()).isEqualTo(100);
        assertThat(change.logged()).extracting(JobChange.Logged::fact).last().isEqualTo(late);
    }

    @Test
    void aCancelledJobStillLearnsWhatItWasAskedFor() {
        JobChange change = fold(List.of(facts.cancelled(), facts.requested(), facts.completed()));

        assertThat(change.job().state()).isEqualTo(JobState.CANCELLED);
        assertThat(change.job().request()).isPresent();
        assertThat(change.films()).isEmpty();
        assertThat(change.dropped()).containsEntry(Drop.AFTER_END, 1);
    }

    @Test
    void aRetryOpensTheNextRunAndForgetsTheFailure() {
        JobProjection projection = JobProjection.begin(facts.requested());
        projection.add(facts.requested());
        projection.add(facts.started(FlowStage.SPLIT));
        projection.add(facts.failed(FlowStage.SPLIT));
        assertThat(projection.change().job().failure()).isPresent();

        projection.add(new Facts(projection.change().job().id()).run(2).requested());

        Job job = projection.change().job();
        assertThat(job.run()).isEqualTo(2);
        assertThat(job.state()).isEqualTo(JobState.REQUESTED);
        assertThat(job.failure()).isEmpty();
        assertThat(job.progress().overall()).isZero();
        assertThat(job.times().finished()).isEmpty();
    }

    @Test
    void aFactThatClaimsAnotherOwnerIsForeign() {
        Facts stranger = new Facts(UUID.fromString("0195f000-0000-7000-8000-000000000002"), "stranger");
        JobChange change = fold(List.of(facts.requested(), stranger.cancelled()));

        assertThat(change.job().state()).isEqualTo(JobState.REQUESTED);
        assertThat(change.dropped()).containsEntry(Drop.FOREIGN, 1);
    }

    @Test
    void warningsAreFewAndEachIsToldOnce() {
        JobProjection projection = JobProjection.begin(facts.requested());
        for (int count = 0; count < 100; count++) {
            projection.add(facts.noted(Level.WARNING, "Warning " + count % 50));
        }
        assertThat(projection.change().job().warnings())
                .hasSize(Job.WARNING_LIMIT)
                .doesNotHaveDuplicates();
    }

    static JobChange fold(List<JobFact> facts) {
        JobProjection projection = JobProjection.begin(facts.getFirst());
        facts.forEach(projection::add);
        return projection.change();
    }

    @Test
    void ofTwoChangesOfOneRevisionTheFirstInTheLogCounts() {
        JobProjection projection = JobProjection.begin(facts.requested());
        projection.add(facts.requested());
        projection.add(facts.amended(Optional.of(0L), "first"));
        projection.add(facts.amended(Optional.of(0L), "second"));

        Job job = projection.change().job();
        assertThat(job.revision()).isEqualTo(1);
        assertThat(job.request().orElseThrow().title()).contains("first");
        assertThat(job.request().orElseThrow().labels()).containsEntry("album", "other");
        assertThat(job.request().orElseThrow().priority()).isEqualTo("HIGH");
        assertThat(projection.change().dropped()).containsEntry(JobLife.Drop.OUTDATED, 1);
    }

    @Test
    void everyTryCostsOnceAlsoOneThatFailedAndOneOfAnEarlierRun() {
        JobFact first = facts.spent(FlowStage.RENDER, 1, 2000, 5);
        JobFact second = facts.spent(FlowStage.RENDER, 2, 3000, 6);
        JobProjection projection = JobProjection.begin(facts.requested());
        projection.add(first);
        projection.add(first);
        projection.add(facts.failed(FlowStage.RENDER));
        projection.add(second);

        Job job = projection.change().job();
        assertThat(job.spending().cpuMillis()).isEqualTo(5000);
        assertThat(job.spending().microDollars()).isEqualTo(11);
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(projection.change().spent()).containsExactly(first, second);
    }
}
