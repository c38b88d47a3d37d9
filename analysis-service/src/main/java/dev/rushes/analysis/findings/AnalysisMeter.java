package dev.rushes.analysis.findings;

import dev.rushes.runtime.observe.DocumentedMeter;
import dev.rushes.runtime.observe.MeterFacts;
import java.util.List;

/** Meters of the analysis. Names are an interface for dashboards. */
public enum AnalysisMeter implements DocumentedMeter {
    /** Counter, seconds: processor time of one analyzer, and of the decode that feeds them all. */
    PROCESSOR(new MeterFacts(
            "rushes.analysis.processor",
            "Processor time of an analyzer, or of the decode that feeds them all",
            Kind.COUNTER,
            "seconds",
            List.of("analyzer"))),
    /** Counter, seconds: footage that was looked at or listened to; the processor time over this is the cost of a minute of footage. */
    MEDIA(new MeterFacts(
            "rushes.analysis.media",
            "Footage that was looked at or listened to",
            Kind.COUNTER,
            "seconds",
            List.of("track")));

    private final MeterFacts facts;

    AnalysisMeter(MeterFacts facts) {
        this.facts = facts;
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }
}
