package dev.rushes.runtime.observe;

import java.util.List;

/**
 * What there is to know of a meter.
 *
 * @param meterName dotted name, an interface for dashboards
 * @param description what it says
 * @param kind how it counts
 * @param unit "seconds", "bytes", or empty for plain numbers and for timers
 * @param tags by which it is split; never by job
 */
public record MeterFacts(
        String meterName, String description, DocumentedMeter.Kind kind, String unit, List<String> tags) {
    public MeterFacts {
        tags = List.copyOf(tags);
    }
}
