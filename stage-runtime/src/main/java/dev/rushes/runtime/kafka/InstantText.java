package dev.rushes.runtime.kafka;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Instants as {@link Instant#toString} writes them, which takes as long as to encode a small fact. Facts come in the order of time, so the second is
 * mostly the one that was written last.
 */
final class InstantText {
    private static final int NANOS = 1_000_000_000;
    private static volatile Second last = Second.of(Instant.EPOCH);

    private InstantText() {}

    /** @param text without what follows the seconds */
    private record Second(long epoch, String text) {
        static Second of(Instant at) {
            String whole = at.truncatedTo(ChronoUnit.SECONDS).toString();
            return new Second(at.getEpochSecond(), whole.substring(0, whole.length() - 1));
        }
    }

    static String of(Instant at) {
        Second second = last;
        if (second.epoch() != at.getEpochSecond()) {
            second = Second.of(at);
            last = second;
        }
        return second.text() + fraction(at.getNano());
    }

    /** As many digits as it takes, in threes. */
    private static String fraction(int nanos) {
        if (nanos == 0) {
            return "Z";
        }
        int digits = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
        return "." + Integer.toString(NANOS + nanos).substring(1, 1 + digits) + "Z";
    }
}
