package dev.rushes.campaigns.checker;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one check found.
 *
 * @param id number of the invariant in docs/INVARIANTS.md
 * @param what what was checked, in a few words
 * @param counted how many things were looked at
 * @param note what else is worth knowing; empty if nothing
 * @param breaches each breach: job, place, time
 */
public record Finding(String id, String what, String counted, String note, List<String> breaches) {
    private static final int SHOWN = 10;

    public Finding {
        breaches = List.copyOf(breaches);
    }

    public boolean holds() {
        return breaches.isEmpty();
    }

    /** As lines of the table: {@code I7 PASS 41,203 offsets}. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-4s %-4s %-52s %s%s",
                id,
                holds() ? "PASS" : "FAIL",
                what,
                counted,
                note.isEmpty() ? "" : "; " + note));
        breaches.stream().limit(SHOWN).forEach(breach -> lines.add("       - " + breach));
        if (breaches.size() > SHOWN) {
            lines.add("       - and " + (breaches.size() - SHOWN) + " more");
        }
        return lines;
    }

    /** Such as "41,203 offsets". */
    public static String count(long number, String things) {
        return String.format(Locale.ROOT, "%,d %s", number, things);
    }
}
