package dev.rushes.runtime.observe;

import java.util.List;

/** A meter that stands in an enum of meters, and so on the page {@code docs/meters.md}, which is made from these enums. */
public interface DocumentedMeter {

    /** How a meter counts. */
    enum Kind {
        /** Only grows, until the process ends. */
        COUNTER,
        /** What is now. */
        GAUGE,
        /** How often something happened and how long it took. */
        TIMER
    }

    MeterFacts facts();

    /** Tags by which it is split. */
    default List<String> tags() {
        return facts().tags();
    }

    default String meterName() {
        return facts().meterName();
    }

    default String description() {
        return facts().description();
    }

    /** Its name on the Prometheus page; a timer has more than one, with what is told here in front of {@code _count}, {@code _sum}, {@code _max}. */
    default String scrapedAs() {
        String name = meterName().replace('.', '_');
        String unit = facts().kind() == Kind.TIMER ? "seconds" : facts().unit();
        String whole = unit.isEmpty() || name.endsWith("_" + unit) ? name : name + "_" + unit;
        return facts().kind() == Kind.COUNTER ? whole + "_total" : whole;
    }
}
