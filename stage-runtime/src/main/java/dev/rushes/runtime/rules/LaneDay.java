package dev.rushes.runtime.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The calls of a day, from midnight to midnight. Nobody remembers what was spent before a piece changed hands or a process started; so only
 * a part of the limit is there at the reset, for whoever owns the pieces then, and the rest flows evenly to whoever owns them meanwhile:
 * together never more than the limit, and never nothing. Not thread-safe.
 */
final class LaneDay {
    private final long ahead;
    private final long evenly;
    private final ZoneId zone;
    private final int pieces;
    private int owned;
    private Allowance today;
    private long nextReset;

    LaneDay(long limit, LaneTerms terms, int pieces, long now) {
        this.ahead = (long) (limit * terms.dayAhead());
        this.evenly = limit - ahead;
        this.zone = terms.zone();
        this.pieces = pieces;
        LocalDate date = date(now);
        this.nextReset = start(date.plusDays(1));
        this.today = new Allowance(limit, evenly, nextReset - start(date), pieces, now);
    }

    void own(int number, long now) {
        advance(now);
        owned = number;
        today.own(number, now);
    }

    void advance(long now) {
        if (now >= nextReset) {
            LocalDate date = date(now);
            long reset = start(date);
            nextReset = start(date.plusDays(1));
            today = new Allowance(ahead + evenly, evenly, nextReset - reset, pieces, reset);
            today.own(owned, reset);
            today.fill(ahead, pieces);
        }
        today.advance(now);
    }

    /** When so many calls are allowed, today or after the next reset. */
    long when(long calls) {
        long when = today.when(calls);
        if (when < nextReset) {
            return when;
        }
        if (owned == 0) {
            return Allowance.NEVER;
        }
        long soon = ahead * owned / pieces;
        long flow = Math.max(1, evenly * owned / pieces);
        return calls <= soon ? nextReset : nextReset + (calls - soon) * (24L * 3_600_000 / flow);
    }

    Call charge() {
        return new Call(today, today.charge(1));
    }

    long available() {
        return today.available();
    }

    private LocalDate date(long now) {
        return Instant.ofEpochMilli(now).atZone(zone).toLocalDate();
    }

    private long start(LocalDate date) {
        return date.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    /** A call of one day; yesterday's can't be given back to today. */
    record Call(Allowance day, Allowance.Charge charge) {
        void settle(long calls) {
            day.settle(charge, calls);
        }
    }
}
