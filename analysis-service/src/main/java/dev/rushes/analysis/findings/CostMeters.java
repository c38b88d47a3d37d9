package dev.rushes.analysis.findings;

import dev.rushes.analysis.domain.AnalyzerCost;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;

/** Counts what analyzers cost, and how much they looked at. */
public final class CostMeters {
    private static final double NANOSECONDS = 1_000_000_000;

    private final MeterRegistry registry;

    public CostMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(ChunkToAnalyze chunk, List<AnalyzerCost> costs) {
        for (AnalyzerCost cost : costs) {
            counter(AnalysisMeter.PROCESSOR, "analyzer", cost.analyzer())
                    .increment(cost.processor().toNanos() / NANOSECONDS);
        }
        if (!costs.isEmpty()) {
            counter(AnalysisMeter.MEDIA, "track", chunk.track().name().toLowerCase(Locale.ROOT))
                    .increment(chunk.duration().toDouble());
        }
    }

    private Counter counter(AnalysisMeter meter, String tag, String value) {
        return Counter.builder(meter.meterName())
                .description(meter.description())
                .baseUnit(meter.facts().unit())
                .tag(tag, value)
                .register(registry);
    }
}
