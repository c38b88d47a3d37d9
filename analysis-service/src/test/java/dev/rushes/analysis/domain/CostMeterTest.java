package dev.rushes.analysis.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostMeterTest {

    @Test
    void timeBetweenLapsIsTheAnalyzersAndTimeBeforeTheStartIsNobodys() {
        Iterator<Long> clock = List.of(100L, 103L, 110L, 200L, 204L).iterator();
        CostMeter meter = new CostMeter(clock::next);

        meter.start();
        meter.lap("a");
        meter.lap("b");
        meter.start();
        meter.lap("a");

        assertThat(meter.costs())
                .containsExactly(
                        new AnalyzerCost("a", Duration.ofNanos(7)), new AnalyzerCost("b", Duration.ofNanos(7)));
    }
}
