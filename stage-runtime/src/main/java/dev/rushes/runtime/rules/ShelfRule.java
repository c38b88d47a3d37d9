package dev.rushes.runtime.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What becomes of a record that is due much later, when a window has no room for it. It can lie on the shelf: it stays where it stands in the log,
 * nobody remembers its bytes, and it is read again in time. On the shelf it holds back the commits of its partition, so that now and then it is
 * written anew at the end of the log, the more seldom the longer it has to wait:
 *
 * <pre>
 *   written                             half of the wait, at least ten minutes, at most an hour      due
 *   |----------------------- on the shelf -----------------------|  written anew: |--- shelf ---|  … |
 *                                                                                 15 s before:  in the window
 * </pre>
 */
public final class ShelfRule {
    /** A shorter rest is not worth reading the log once more. */
    private static final Duration SHORTEST = Duration.ofSeconds(20);
    /** So long before its time a record is back in the window. */
    private static final Duration BEFORE = Duration.ofSeconds(15);
    /** Commits may be held back for so long, however short the wait is. */
    private static final Duration HARMLESS = Duration.ofMinutes(10);

    private static final Duration LONGEST = Duration.ofHours(1);

    private ShelfRule() {}

    /**
     * How long the record may lie on the shelf.
     *
     * @param written when it was written where it stands
     * @param due when it must be back
     * @return empty if it is not worth it: the record is due soon, or has stood where it stands for long enough
     */
    public static Optional<Duration> rest(Instant written, Instant due, Instant now) {
        Duration half = Duration.between(written, due).dividedBy(2);
        Duration longest = half.compareTo(HARMLESS) < 0 ? HARMLESS : earlier(half, LONGEST);
        Instant until = earlier(written.plus(longest), due.minus(BEFORE));
        return Optional.of(Duration.between(now, until)).filter(rest -> rest.compareTo(SHORTEST) >= 0);
    }

    /** Whether a record that is written now is worth laying on the shelf, so that it is not written again at once. */
    public static boolean isFar(Instant due, Instant now) {
        return rest(now, due, now).isPresent();
    }

    private static <T extends Comparable<T>> T earlier(T one, T other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
