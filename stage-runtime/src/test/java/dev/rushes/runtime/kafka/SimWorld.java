package dev.rushes.runtime.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Time, chance and order of a simulated run. Everything happens on one thread; what is due at the same moment happens in an order that the seed
 * decides.
 */
final class SimWorld {
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    /** A run that goes on for longer turns in circles, unless its course is written for many hours. */
    static final int MOST = 300_000;

    private static final Duration LOOK = Duration.ofMillis(250);

    private final long seed;
    private final Random random;
    private final PriorityQueue<Happening> agenda = new PriorityQueue<>();
    private final boolean told;
    private final int most;
    private long nanos;
    private long sequence;
    private int happened;

    /** @param told whether to print what happens, for somebody who looks into a seed */
    SimWorld(long seed, boolean told) {
        this(seed, told, MOST);
    }

    /** @param most happenings */
    SimWorld(long seed, boolean told, int most) {
        this.seed = seed;
        this.most = most;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.told = told;
    }

    private record Happening(long at, int lot, long number, Runnable what) implements Comparable<Happening> {
        @Override
        public int compareTo(Happening other) {
            int time = Long.compare(at, other.at);
            int order = time != 0 ? time : Integer.compare(lot, other.lot);
            return order != 0 ? order : Long.compare(number, other.number);
        }
    }

    long seed() {
        return seed;
    }

    Random random() {
        return random;
    }

    long nanos() {
        return nanos;
    }

    Instant now() {
        return at(nanos);
    }

    Instant at(long moment) {
        return BEGINNING.plusNanos(moment);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Between 0 and so long, in nanoseconds; short ones are likelier. */
    long upTo(Duration most) {
        double part = random.nextDouble();
        return (long) (most.toNanos() * part * part);
    }

    void at(long when, Runnable what) {
        agenda.add(new Happening(Math.max(when, nanos), random.nextInt(), sequence++, what));
    }

    void after(Duration wait, Runnable what) {
        at(nanos + wait.toNanos(), what);
    }

    /** Goes on until the end is reached, which is looked for four times a second, or the time is up. */
    void run(Duration limit, BooleanSupplier end) {
        long deadline = nanos + limit.toNanos();
        long look = nanos;
        while (happened++ < most && !agenda.isEmpty() && agenda.peek().at() <= deadline) {
            Happening next = agenda.remove();
            nanos = next.at();
            next.what().run();
            if (nanos >= look) {
                look = nanos + LOOK.toNanos();
                if (end.getAsBoolean()) {
                    return;
                }
            }
        }
    }

    void tell(String format, Object... arguments) {
        if (told) {
            System.out.println("%10.6f  ".formatted(nanos / 1e9) + format.formatted(arguments));
        }
    }

    boolean turnsInCircles() {
        return happened > most;
    }
}
