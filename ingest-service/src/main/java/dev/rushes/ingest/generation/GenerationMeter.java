package dev.rushes.ingest.generation;

import dev.rushes.runtime.observe.DocumentedMeter;
import dev.rushes.runtime.observe.MeterFacts;
import java.util.List;

/** Every meter of films from words. Names are an interface for dashboards. */
enum GenerationMeter implements DocumentedMeter {
    /** Counter: orders that were sent. Each {@code lost} is money that nobody can account for. */
    ORDERS("rushes.generation.orders", "Films that were ordered, by what came of the order", Kind.COUNTER, "", "end"),
    /** Counter: looks at films in the making. */
    LOOKS("rushes.generation.looks", "Looks at films in the making, by what was seen", Kind.COUNTER, "", "seen"),
    /** Counter: purchases that have come to an end, with a film ({@code ready}) or without. */
    ENDS("rushes.generation.ends", "Purchases that came to an end", Kind.COUNTER, "", "end"),
    /** Counter: what was paid for films, in millionths of a dollar. */
    MONEY(
            "rushes.generation.micro.dollars",
            "Money that was paid for films, in millionths of a dollar",
            Kind.COUNTER,
            "");

    private final MeterFacts facts;

    GenerationMeter(String meterName, String description, Kind kind, String unit, String... tags) {
        this.facts = new MeterFacts(meterName, description, kind, unit, List.of(tags));
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }
}
