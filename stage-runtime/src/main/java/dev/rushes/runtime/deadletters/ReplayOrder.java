package dev.rushes.runtime.deadletters;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A replay, as somebody asks for it.
 *
 * @param operator who asks, for the audit
 * @param reason why, for the audit; may be empty
 * @param selection which letters
 * @param dryRun whether to say only what would be done
 * @param perSecond most records a second; empty or more than the setting takes the setting
 * @param limit most letters of this call; empty or more than the setting takes the setting
 */
public record ReplayOrder(
        String operator,
        String reason,
        Selection selection,
        boolean dryRun,
        OptionalDouble perSecond,
        OptionalInt limit) {

    public ReplayOrder {
        if (limit.isPresent() && limit.getAsInt() < 1) {
            throw new IllegalArgumentException("Expected a limit of at least 1, but got " + limit.getAsInt());
        }
        if (perSecond.isPresent() && !(perSecond.getAsDouble() > 0)) {
            throw new IllegalArgumentException(
                    "Expected more than 0 records a second, but got " + perSecond.getAsDouble());
        }
    }

    /** Which letters. */
    public sealed interface Selection {

        /** These, in this order. */
        record Places(List<LetterPlace> places) implements Selection {
            public Places {
                places = List.copyOf(places);
            }
        }

        /**
         * All that match and exist when the replay begins, oldest first in each partition.
         *
         * @param cursor from the report before, to go on with that replay; empty begins one
         */
        record Matching(LetterFilter filter, Optional<String> cursor) implements Selection {}
    }
}
