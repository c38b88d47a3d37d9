package dev.rushes.ingest.ledger.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.ledger.domain.JobLife.Drop;
import dev.rushes.ingest.ledger.domain.JobLife.Move;
import dev.rushes.ingest.ledger.domain.JobLife.Verdict;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobLifeTest {
    private static final Set<FactType> STAGE_FACTS = EnumSet.of(
            FactType.STAGE_STARTED,
            FactType.STAGE_PROGRESSED,
            FactType.STAGE_RETRYING,
            FactType.STAGE_POSTPONED,
            FactType.STAGE_FINISHED,
            FactType.UNIT_FINISHED,
            FactType.STAGE_NOTED);

    @Test
    void everyMoveOfTheTableIsTheOneThatIsDocumented() {
        Set<String> visited = new HashSet<>();
        for (JobState state : JobState.values()) {
            for (FactType type : FactType.values()) {
                assertThat(JobLife.move(state, type)).as(state + " × " + type).isEqualTo(expected(state, type));
                visited.add(state + "×" + type);
            }
        }
        assertThat(visited).hasSize(JobState.values().length * FactType.values().length);
    }

    private static Move expected(JobState state, FactType type) {
        if (type.isAboutTheJob()) {
            return Move.STAY;
        }
        return switch (state) {
            case REQUESTED, RUNNING ->
                switch (type) {
                    case REQUESTED -> Move.STAY;
                    case COMPLETED -> Move.COMPLETE;
                    case FAILED -> Move.FAIL;
                    case CANCELLED -> Move.CANCEL;
                    default -> state == JobState.REQUESTED ? Move.RUN : Move.STAY;
                };
            case COMPLETED -> type == FactType.REQUESTED || type == FactType.UNIT_FINISHED ? Move.STAY : Move.DROP;
            case CANCELLED -> type == FactType.REQUESTED ? Move.STAY : Move.DROP;
            case FAILED -> type == FactType.REQUESTED || type == FactType.DEAD_LETTERED ? Move.STAY : Move.DROP;
        };
    }

    @Test
    void aStageFactOfARequestedJobSetsItRunning() {
        for (FactType type : STAGE_FACTS) {
            assertThat(JobLife.judge(1, JobState.REQUESTED, 1, type))
                    .isEqualTo(new Verdict.Accepted(JobState.RUNNING, false));
        }
    }

    @Test
    void theFirstEndOfARunWins() {
        for (JobState end : EnumSet.of(JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED)) {
            for (FactType later : EnumSet.of(FactType.COMPLETED, FactType.FAILED, FactType.CANCELLED)) {
                assertThat(JobLife.judge(1, end, 1, later)).isEqualTo(new Verdict.Dropped(Drop.AFTER_END));
            }
        }
    }

    @Test
    void aFactOfAnEarlierRunIsLateWhateverItSays() {
        for (JobState state : JobState.values()) {
            for (FactType type : FactType.values()) {
                assertThat(JobLife.judge(2, state, 1, type))
                        .isEqualTo(
                                type.isAboutTheJob()
                                        ? new Verdict.Accepted(state, false)
                                        : new Verdict.Dropped(Drop.EARLIER_RUN));
            }
        }
    }

    @Test
    void whatIsAboutTheJobCountsInAnyStateAndOpensNoRun() {
        for (JobState state : JobState.values()) {
            for (FactType type : List.of(FactType.AMENDED, FactType.SPENT, FactType.ERASED)) {
                assertThat(JobLife.judge(1, state, 3, type)).isEqualTo(new Verdict.Accepted(state, false));
            }
        }
    }

    @Test
    void aFactOfALaterRunOpensThatRunWhereverTheJobStands() {
        for (JobState state : JobState.values()) {
            assertThat(JobLife.judge(1, state, 2, FactType.REQUESTED))
                    .isEqualTo(new Verdict.Accepted(JobState.REQUESTED, true));
            assertThat(JobLife.judge(1, state, 3, FactType.STAGE_STARTED))
                    .isEqualTo(new Verdict.Accepted(JobState.RUNNING, true));
        }
    }

    @Test
    void inAnyOrderOfFactsARunEndsAtMostOnce() {
        for (long seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            JobState state = JobState.REQUESTED;
            int ends = 0;
            for (int step = 0; step < 40; step++) {
                FactType type = FactType.values()[random.nextInt(FactType.values().length)];
                if (JobLife.judge(1, state, 1, type) instanceof Verdict.Accepted accepted) {
                    ends += !state.isTerminal() && accepted.state().isTerminal() ? 1 : 0;
                    assertThat(!state.isTerminal() || accepted.state() == state)
                            .as("seed %d: %s stays %s", seed, state, accepted.state())
                            .isTrue();
                    state = accepted.state();
                }
            }
            assertThat(ends).as("seed " + seed).isLessThanOrEqualTo(1);
        }
    }
}
