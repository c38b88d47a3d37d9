package dev.rushes.ingest.generation.domain;

import java.time.LocalDate;

/**
 * What a purchase costs.
 *
 * @param billed whether it is paid
 * @param tokensIn tokens that were sent; 0 if nobody knows
 * @param tokensOut tokens that came; 0 if nobody knows
 * @param microDollars what was paid; 0 unless it is
 * @param most what it can cost
 * @param prices day of the price list
 */
public record Bill(Billed billed, long tokensIn, long tokensOut, long microDollars, long most, LocalDate prices) {

    /** Whether something is paid. */
    public enum Billed {
        YES,
        NO,
        /** Nobody knows; counts at its worst against a budget, and not at all as spent. */
        UNKNOWN
    }

    /** Before anybody knows. */
    public static Bill open(long most, LocalDate prices) {
        return new Bill(Billed.UNKNOWN, 0, 0, 0, most, prices);
    }

    /** What it takes of a budget. */
    public long weight() {
        return switch (billed) {
            case YES -> microDollars;
            case NO -> 0;
            case UNKNOWN -> most;
        };
    }

    /** Nothing is to be paid. */
    public Bill free() {
        return new Bill(Billed.NO, 0, 0, 0, most, prices);
    }

    /** It is paid. */
    public Bill paid(long in, long out, long money) {
        return new Bill(Billed.YES, in, out, money, most, prices);
    }
}
