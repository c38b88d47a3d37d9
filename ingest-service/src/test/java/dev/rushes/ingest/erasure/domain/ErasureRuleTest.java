package dev.rushes.ingest.erasure.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ErasureRuleTest {
    private static final Instant ERASED = Instant.parse("2026-03-01T10:00:00Z");
    private static final ErasureRule RULE =
            new ErasureRule(Duration.ofMinutes(2), Duration.ofSeconds(5), Duration.ofMinutes(5));

    @Test
    void aLookThatBeganBeforeEverythingHadSettledIsNeverTheLast() {
        assertThat(RULE.after(0, ERASED, ERASED.plusSeconds(119)))
                .isEqualTo(new ErasureRule.Next.Again(ERASED.plusSeconds(120)));
        assertThat(RULE.after(7, ERASED, ERASED)).isEqualTo(new ErasureRule.Next.Again(ERASED.plusSeconds(120)));
    }

    @Test
    void aJobIsDoneWhenALaterLookFoundNothing() {
        assertThat(RULE.after(0, ERASED, ERASED.plusSeconds(120))).isEqualTo(new ErasureRule.Next.Done());
    }

    @Test
    void whatFoundSomethingIsLookedAtAgain() {
        Instant began = ERASED.plusSeconds(300);

        assertThat(RULE.after(1, ERASED, began)).isEqualTo(new ErasureRule.Next.Again(began.plusSeconds(5)));
    }

    @Test
    void troubleWaitsTwiceAsLongEachTimeUpToTheLongestWait() {
        assertThat(RULE.afterTrouble(0, ERASED)).isEqualTo(ERASED.plusSeconds(5));
        assertThat(RULE.afterTrouble(1, ERASED)).isEqualTo(ERASED.plusSeconds(10));
        assertThat(RULE.afterTrouble(5, ERASED)).isEqualTo(ERASED.plusSeconds(160));
        assertThat(RULE.afterTrouble(6, ERASED)).isEqualTo(ERASED.plusSeconds(300));
        assertThat(RULE.afterTrouble(Integer.MAX_VALUE, ERASED)).isEqualTo(ERASED.plusSeconds(300));
    }

    @Test
    void waitsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new ErasureRule(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Expected");
    }
}
