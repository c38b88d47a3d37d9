package dev.rushes.runtime.rules;

import java.time.Duration;
import java.time.Instant;

/**
 * Decides from the last sign of a worker whether it is there. A sign says after how long the next one comes; a worker that has missed
 * several is lost: killed, cut off, or stopped without a word. One that has said goodbye is gone, and so is a lost one after a while.
 *
 * <pre>
 *   beat ──── interval ──── interval ──── interval ──╴ ╶──── memory ────╴
 *        ALIVE                                         LOST              GONE
 * </pre>
 *
 * @param missed intervals without a sign after which a worker is lost; at least 1
 * @param memory how long a lost worker is remembered
 */
public record PresenceRule(int missed, Duration memory) {
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(10);

    public PresenceRule {
        if (missed < 1 || memory.isNegative()) {
            throw new IllegalArgumentException(
                    "Expected at least 1 missed interval and a memory that is not negative, but got " + missed + " and "
                            + memory);
        }
    }

    /** Whether a worker is there. */
    public enum Presence {
        ALIVE,
        LOST,
        GONE
    }

    /** The last that was heard of a worker. */
    public sealed interface Sign {

        /**
         * A sign of life.
         *
         * @param heard when, by the clock of whoever judges
         * @param interval time until the next one
         */
        record Beat(Instant heard, Duration interval) implements Sign {}

        /** It leaves in good order. */
        record Farewell() implements Sign {}
    }

    public Presence judge(Sign last, Instant now) {
        return switch (last) {
            case Sign.Farewell farewell -> Presence.GONE;
            case Sign.Beat beat -> {
                Duration silence = Duration.between(beat.heard(), now);
                Duration patience = interval(beat).multipliedBy(missed);
                if (silence.compareTo(patience) <= 0) {
                    yield Presence.ALIVE;
                }
                yield silence.compareTo(patience.plus(memory)) <= 0 ? Presence.LOST : Presence.GONE;
            }
        };
    }

    /** A worker that promises nothing, or the next sign in a year, is not believed. */
    private static Duration interval(Sign.Beat beat) {
        Duration claimed = beat.interval();
        boolean sensible = claimed.isPositive() && claimed.compareTo(LONGEST_INTERVAL) <= 0;
        return sensible ? claimed : LONGEST_INTERVAL;
    }

    /**
     * When a sign counts as heard. One that comes live is heard now, whatever the clock of its sender says; one from the log, before it
     * was read to its end, is as old as its timestamp, and never from the future.
     */
    public static Instant heard(Instant written, Instant now, boolean live) {
        return live || written.isAfter(now) ? now : written;
    }
}
