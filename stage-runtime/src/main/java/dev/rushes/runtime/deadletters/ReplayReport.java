package dev.rushes.runtime.deadletters;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a replay did, or would do.
 *
 * @param id the action's id in the audit
 * @param dryRun whether nothing was changed
 * @param results one for each letter that it got to, in order
 * @param left letters of the selection that it did not get to
 * @param leftIsExact whether all of them were counted; else there are at least so many
 * @param next goes on with this replay; empty if nothing is left, or if the selection named places
 * @param problem why it stopped early, if it did
 * @param perSecond most records a second: what was asked for, or the setting
 * @param expected how long what is left takes at that rate at least; in a dry run, what would be replayed and what is left
 */
public record ReplayReport(
        UUID id,
        boolean dryRun,
        List<ReplayResult> results,
        long left,
        boolean leftIsExact,
        Optional<String> next,
        Optional<String> problem,
        double perSecond,
        Duration expected) {
    public ReplayReport {
        results = List.copyOf(results);
    }
}
