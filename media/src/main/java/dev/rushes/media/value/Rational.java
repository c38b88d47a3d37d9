package dev.rushes.media.value;

import java.math.BigInteger;
import java.time.Duration;

/**
 * An exact number of seconds (or a rate): {@code value / scale}, always in lowest terms with a positive scale. Media times are never
 * decimals: 1001/30000 s has no exact one. Arithmetic is exact and throws {@link ArithmeticException} where a result does not fit.
 */
public record Rational(long value, long scale) implements Comparable<Rational> {
    public static final Rational ZERO = new Rational(0, 1);

    /**
     * @throws ArithmeticException if the scale is 0
     */
    public Rational {
        if (scale == 0) {
            throw new ArithmeticException("Expected a scale other than 0, but got " + value + "/0");
        }
        long divisor = gcd(value, scale);
        if (scale < 0) {
            divisor = -divisor;
        }
        value /= divisor;
        scale /= divisor;
    }

    public static Rational of(long value, long scale) {
        return new Rational(value, scale);
    }

    public static Rational of(Duration duration) {
        return new Rational(duration.toMillis(), 1000);
    }

    /**
     * Reads what ffmpeg and ffprobe print: {@code "30000/1001"}, {@code "24:1"} or a plain integer.
     *
     * @throws NumberFormatException if it is none of these
     */
    public static Rational parse(String text) {
        String[] parts = text.split("[/:]", 2);
        long value = Long.parseLong(parts[0].trim());
        long scale = parts.length == 1 ? 1 : Long.parseLong(parts[1].trim());
        return scale == 0 ? ZERO : new Rational(value, scale);
    }

    public Rational plus(Rational other) {
        return exact(
                big(value).multiply(big(other.scale)).add(big(other.value).multiply(big(scale))),
                big(scale).multiply(big(other.scale)));
    }

    public Rational minus(Rational other) {
        return plus(new Rational(-other.value, other.scale));
    }

    public Rational times(Rational other) {
        return exact(big(value).multiply(big(other.value)), big(scale).multiply(big(other.scale)));
    }

    /**
     * @throws ArithmeticException if the other is 0
     */
    public Rational dividedBy(Rational other) {
        return exact(big(value).multiply(big(other.scale)), big(scale).multiply(big(other.value)));
    }

    public boolean isPositive() {
        return value > 0;
    }

    public boolean isLessThan(Rational other) {
        return compareTo(other) < 0;
    }

    public static Rational min(Rational left, Rational right) {
        return left.compareTo(right) <= 0 ? left : right;
    }

    public static Rational max(Rational left, Rational right) {
        return left.compareTo(right) >= 0 ? left : right;
    }

    /** The nearest double, for people and for scores; never for cutting. */
    public double toDouble() {
        return (double) value / scale;
    }

    /** The nearest duration in whole milliseconds, rounded down. */
    public Duration toDuration() {
        return Duration.ofMillis(
                big(value).multiply(big(1000)).divide(big(scale)).longValueExact());
    }

    @Override
    public int compareTo(Rational other) {
        return big(value).multiply(big(other.scale)).compareTo(big(other.value).multiply(big(scale)));
    }

    /** {@code value/scale}, as ffmpeg reads it. */
    @Override
    public String toString() {
        return value + "/" + scale;
    }

    private static Rational exact(BigInteger value, BigInteger scale) {
        BigInteger divisor = value.gcd(scale);
        if (divisor.signum() == 0) {
            throw new ArithmeticException("Expected a divisor other than 0");
        }
        return new Rational(
                value.divide(divisor).longValueExact(), scale.divide(divisor).longValueExact());
    }

    private static BigInteger big(long number) {
        return BigInteger.valueOf(number);
    }

    private static long gcd(long left, long right) {
        long a = Math.abs(left);
        long b = Math.abs(right);
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return a == 0 ? 1 : a;
    }
}
