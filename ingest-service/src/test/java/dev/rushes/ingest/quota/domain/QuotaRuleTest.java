package dev.rushes.ingest.quota.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.quota.domain.QuotaRule.Verdict;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class QuotaRuleTest {
    private static final Map<Limit, Long> ONE_JOB = Map.of(Limit.JOBS, 1L, Limit.BYTES, 100L);

    private static Verdict judge(Limit limit, long most, long used) {
        return QuotaRule.judge(Limits.NONE.with(limit, OptionalLong.of(most)), Map.of(limit, used), ONE_JOB);
    }

    @Test
    void withoutLimitsThereIsRoomForEverything() {
        assertThat(QuotaRule.judge(
                        Limits.NONE, Map.of(Limit.JOBS, Long.MAX_VALUE, Limit.BYTES, Long.MAX_VALUE), ONE_JOB))
                .isEqualTo(new Verdict.Granted());
    }

    @Test
    void theLastPlaceIsGivenAndTheNextIsNot() {
        assertThat(judge(Limit.JOBS, 5, 4)).isEqualTo(new Verdict.Granted());
        assertThat(judge(Limit.JOBS, 5, 5)).isEqualTo(new Verdict.Refused(Limit.JOBS, 5, 5));
        assertThat(judge(Limit.JOBS, 0, 0)).isEqualTo(new Verdict.Refused(Limit.JOBS, 0, 0));
        assertThat(judge(Limit.BYTES, 1000, 900)).isEqualTo(new Verdict.Granted());
        assertThat(judge(Limit.BYTES, 1000, 901)).isInstanceOf(Verdict.Refused.class);
        assertThat(judge(Limit.BYTES, Long.MAX_VALUE, Long.MAX_VALUE - 1)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void whatShowsLaterNeedsSomeRoomLeft() {
        assertThat(judge(Limit.MINUTES, 60, 59)).isEqualTo(new Verdict.Granted());
        assertThat(judge(Limit.MINUTES, 60, 60)).isInstanceOf(Verdict.Refused.class);
        assertThat(judge(Limit.MONEY, 1_000_000, 1_200_000)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void aRefusalSaysWhatIsReachedAndWhatToDo() {
        assertThat(new Verdict.Refused(Limit.JOBS, 5, 5).why())
                .isEqualTo(
                        "Expected at most 5 jobs that are not over, but with this one there would be more (now 5). Wait until one is over, or cancel one.");
    }
}
