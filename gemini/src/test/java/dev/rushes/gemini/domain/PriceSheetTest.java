package dev.rushes.gemini.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.gemini.domain.PriceSheet.Line;
import dev.rushes.gemini.domain.PriceSheet.Term;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceSheetTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 29);

    @Test
    void aSheetHasADayAndLinesOfAModelATimeAndWhatItsReaderWants() {
        PriceSheet sheet = PriceSheet.parse("""
                # model,from,until,input,output
                date,2026-11-29

                flash,2026-01-01,,300000,2500000
                """, "input,output");

        assertThat(sheet.date()).isEqualTo(DAY);
        assertThat(sheet.lines())
                .containsExactly(new Line(
                        new Term("flash", LocalDate.of(2026, 1, 1), LocalDate.MAX), List.of("300000", "2500000")));
        assertThat(sheet.lines().getFirst().number(1)).isEqualTo(2_500_000);
    }

    @Test
    void aLineOfOtherColumnsIsNone() {
        assertThatThrownBy(() -> PriceSheet.parse("flash,2026-01-01,,1", "input,output"))
                .hasMessage("Expected model,from,until,input,output, but got \"flash,2026-01-01,,1\"");
    }

    @Test
    void aTermHoldsFromItsFirstDayUntilBeforeItsLastForAllNamesThatBeginSo() {
        Term term = new Term("flash", DAY, DAY.plusDays(1));

        assertThat(term.holds("flash-preview", DAY)).isTrue();
        assertThat(term.holds("flash", DAY.minusDays(1))).isFalse();
        assertThat(term.holds("flash", DAY.plusDays(1))).isFalse();
        assertThat(term.holds("fla", DAY)).isFalse();
    }

    @Test
    void moneyIsRoundedUpOnce() {
        assertThat(Money.of(1, 1).microDollars()).isEqualTo(1);
        assertThat(Money.of(500_000, 1).plus(Money.of(500_000, 1)).microDollars())
                .isEqualTo(1);
        assertThat(Money.of(0, 7).microDollars()).isZero();
    }
}
