package dev.rushes.runtime.rules;

import java.time.Duration;
import java.time.Instant;

/**
 * When work in the background gives way to requests that somebody waits for. It begins to when a request is late, and goes on when none has been late for
 * a while. Giving way costs credit, which comes back while work goes on; when the credit is spent, work has a turn that nobody can take from it. So of any
 * long time at least {@code turn / (longest + turn)} is left for work, however many requests come.
 *
 * <pre>
 *            late                        quiet
 *   works ───────────▶ gives way ──────────────────▶ works
 *     ▲                    │ credit is spent
 *     └── turn is over ── has its turn
 * </pre>
 *
 * <p>Times are by a steady clock. Not thread-safe.
 */
public final class GiveWayRule {
    private final Terms terms;
    private Duration credit;
    private boolean givingWay;
    private Instant lastLate = Instant.MIN;
    private Instant turnEnds = Instant.MIN;
    private Instant counted;

    /**
     * How far it goes.
     *
     * @param quiet work goes on when no request has been late for so long
     * @param longest longest time in a row that work gives way; zero never lets it
     * @param turn then work goes on for so long, whatever the requests; positive
     */
    public record Terms(Duration quiet, Duration longest, Duration turn) {
        public Terms {
            if (!quiet.isPositive() || longest.isNegative() || !turn.isPositive()) {
                throw new IllegalArgumentException("Expected quiet > 0, longest >= 0 and turn > 0, but got quiet "
                        + quiet + ", longest " + longest + " and turn " + turn);
            }
        }
    }

    public GiveWayRule(Terms terms, Instant now) {
        this.terms = terms;
        this.credit = terms.longest();
        this.counted = now;
    }

    /** A request is late, or was. */
    public void late(Instant now) {
        count(now);
        lastLate = now;
        if (!givingWay && !now.isBefore(turnEnds) && credit.isPositive()) {
            givingWay = true;
        }
    }

    /** Whether work gives way now. */
    public boolean givesWay(Instant now) {
        count(now);
        return givingWay;
    }

    private void count(Instant now) {
        Duration passed = Duration.between(counted, now);
        if (passed.isNegative()) {
            return;
        }
        counted = now;
        if (!givingWay) {
            credit = shorter(terms.longest(), credit.plus(earned(passed)));
            return;
        }
        credit = credit.minus(passed);
        if (!credit.isPositive()) {
            givingWay = false;
            credit = Duration.ZERO;
            turnEnds = now.plus(terms.turn());
        } else if (!now.isBefore(lastLate.plus(terms.quiet()))) {
            givingWay = false;
        }
    }

    /** A whole turn earns all that there is to earn. */
    private Duration earned(Duration worked) {
        return worked.compareTo(terms.turn()) >= 0
                ? terms.longest()
                : Duration.ofNanos((long) ((double) terms.longest().toNanos()
                        * worked.toNanos()
                        / terms.turn().toNanos()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
