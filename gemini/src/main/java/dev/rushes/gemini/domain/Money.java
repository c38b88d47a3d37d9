package dev.rushes.gemini.domain;

import java.math.BigInteger;

/**
 * Money for tokens, exact until it is rounded, which is done once.
 *
 * @param millionths of micro-dollars: tokens times micro-dollars for a million of them
 */
public record Money(BigInteger millionths) {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    /** @param price micro-dollars for a million tokens */
    public static Money of(long tokens, long price) {
        return new Money(BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(price)));
    }

    public Money plus(Money more) {
        return new Money(millionths.add(more.millionths));
    }

    /** In micro-dollars, rounded up. */
    public long microDollars() {
        return millionths.add(MILLION).subtract(BigInteger.ONE).divide(MILLION).longValueExact();
    }
}
