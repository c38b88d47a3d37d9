package dev.rushes.runtime.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One instance's share of what an outside service grants: see {@link LaneLimits} for the limits, {@link Allowance} for their bounds,
 * {@link LanePlaces} for calls in flight. A call is reserved before it is made and settled afterwards. Who has to wait is told when to come
 * back and has a place in the line, so that a crowd does not come back at once.
 *
 * <p>Begins with nothing: what was spent before is unknown. Times are kept in milliseconds. Not thread-safe.
 *
 * @param <V> names who asks; whoever waits is known by it when it comes back
 */
public final class LaneBudget<V> {
    private static final long MINUTE = 60_000;

    private final LaneLimits limits;
    private final int pieces;
    private final @Nullable Allowance requests;
    private final @Nullable Allowance tokens;
    private final @Nullable LaneDay day;
    private final LanePlaces places;
    private final LaneLine<V> line = new LaneLine<>();
    private final Map<Long, Held> held = new LinkedHashMap<>();
    private Set<Integer> owned = Set.of();
    private long heldUntil = Long.MIN_VALUE;
    private long lastReservation;
    private long expired;

    /**
     * @param pieces how many pieces all instances share; the same for all of them
     * @param now beginning
     */
    public LaneBudget(LaneLimits limits, int pieces, Instant now) {
        this.limits = limits;
        this.pieces = pieces;
        long start = now.toEpochMilli();
        this.requests = limits.requestsPerMinute().isPresent()
                ? minute(limits.requestsPerMinute().getAsLong(), 1, start)
                : null;
        this.tokens = limits.tokensPerMinute().isPresent()
                ? minute(limits.tokensPerMinute().getAsLong(), limits.largestClaim(), start)
                : null;
        this.day = limits.requestsPerDay().isPresent()
                ? new LaneDay(limits.requestsPerDay().getAsLong(), limits.terms(), pieces, start)
                : null;
        this.places = new LanePlaces(limits.inFlight(), limits.terms(), pieces);
    }

    private Allowance minute(long limit, long largest, long start) {
        long burst = limits.burst(limit, largest, pieces);
        return new Allowance(burst, limit + 1 - burst, MINUTE, pieces, start);
    }

    /** What somebody who asked is told. */
    public sealed interface Answer {
        /** The call may be made. */
        record Granted(long reservation) implements Answer {}

        /** Come back then; the place in the line is kept. */
        record Wait(Instant until) implements Answer {}

        /** This instance has no piece of the lane; others have. */
        record Elsewhere() implements Answer {}
    }

    /** The pieces of this instance from now on. Fewer count at once; what is gained begins empty. */
    public void own(Set<Integer> numbers, Instant now) {
        long at = advance(now);
        owned = Set.copyOf(numbers);
        if (requests != null) {
            requests.own(owned.size(), at);
        }
        if (tokens != null) {
            tokens.own(owned.size(), at);
        }
        if (day != null) {
            day.own(owned.size(), at);
        }
        places.own(owned, at);
    }

    /**
     * Asks for one call.
     *
     * @param most tokens that it may cost
     */
    public Answer reserve(V who, long most, Instant now) {
        if (elsewhere()) {
            return new Answer.Elsewhere();
        }
        Instant when = earliest(who, most, now);
        if (when.isAfter(now)) {
            book(who, most, when);
            return new Answer.Wait(when);
        }
        return new Answer.Granted(take(who, most, now));
    }

    /** Whether the pieces of this lane belong to other instances. */
    public boolean elsewhere() {
        return owned.isEmpty() && !limits.unlimited();
    }

    /**
     * When a call could be made, behind those who wait already. Changes nothing.
     *
     * @throws IllegalArgumentException if it asks for more tokens than a claim may
     */
    public Instant earliest(V who, long most, Instant now) {
        if (most < 0 || most > limits.largestClaim()) {
            throw new IllegalArgumentException(
                    "Expected a claim of 0 to " + limits.largestClaim() + " tokens, but got one of " + most);
        }
        long start = advance(now);
        LaneLine.Ahead ahead = line.ahead(who, start);
        long when = Math.max(start, heldUntil);
        if (requests != null) {
            when = Math.max(when, requests.when(ahead.calls() + 1L));
        }
        if (tokens != null) {
            when = Math.max(when, tokens.when(ahead.tokens() + most));
        }
        if (day != null) {
            when = Math.max(when, day.when(ahead.calls() + 1L));
        }
        when = Math.max(when, places.when(ahead.calls() + 1, start));
        // An instance that owns nothing waits for its pieces.
        return when <= start ? now : Instant.ofEpochMilli(when == Allowance.NEVER ? start + MINUTE : when);
    }

    /** Takes what {@link #earliest} has found to be there now. */
    public long take(V who, long most, Instant now) {
        long at = advance(now);
        line.leave(who);
        places.take();
        held.put(
                ++lastReservation,
                new Held(
                        at,
                        requests == null ? null : requests.charge(1),
                        tokens == null ? null : tokens.charge(most),
                        day == null ? null : day.charge()));
        return lastReservation;
    }

    /** Gives somebody a place in the line, or keeps it. */
    public void book(V who, long most, Instant due) {
        line.book(who, most, due.toEpochMilli());
    }

    /** The call is over and cost so many tokens. One that is settled or expired already changes nothing. */
    public void settle(long reservation, long actualTokens, Instant now) {
        end(reservation, 1, actualTokens, now);
    }

    /** The call is over, and nobody knows what it cost: the claim stands. */
    public void settle(long reservation, Instant now) {
        end(reservation, 1, -1, now);
    }

    /** The call was never made. */
    public void release(long reservation, Instant now) {
        end(reservation, 0, 0, now);
    }

    private void end(long reservation, int calls, long actual, Instant now) {
        long at = advance(now);
        Held its = held.remove(reservation);
        if (its == null) {
            return;
        }
        places.giveBack(Duration.ofMillis(Math.max(0, at - its.since())));
        its.settle(this, calls, actual);
    }

    /**
     * The service asks to stop until then. What had been saved up is gone: it says itself that there is nothing left.
     *
     * @return whether this is later than before by more than a moment, so that others should know
     */
    public boolean hold(Instant until, Instant now) {
        long at = advance(now);
        Instant latest = now.plus(limits.terms().longestHold());
        long end = (until.isAfter(latest) ? latest : until).plusNanos(999_999).toEpochMilli();
        if (end <= Math.max(at, heldUntil)) {
            return false;
        }
        boolean news = end > Math.max(at, heldUntil) + MINUTE / 60;
        heldUntil = end;
        if (requests != null) {
            requests.standStill(end);
        }
        if (tokens != null) {
            tokens.standStill(end);
        }
        return news;
    }

    /** Ends a hold. */
    public void lift(Instant now) {
        long at = advance(now);
        heldUntil = Long.MIN_VALUE;
        if (requests != null) {
            requests.flowAgain(at);
        }
        if (tokens != null) {
            tokens.flowAgain(at);
        }
    }

    /** It doesn't wait any more. */
    public void forget(V who) {
        line.leave(who);
    }

    /** Those at the head of the line who need not wait any more, though they may have been told a later time. */
    public List<V> callable(Instant now) {
        List<V> callable = new ArrayList<>();
        if (elsewhere()) {
            return callable;
        }
        for (Map.Entry<V, LaneLine.Booking> next : line.inOrder().entrySet()) {
            if (earliest(next.getKey(), next.getValue().tokens(), now).isAfter(now)) {
                break;
            }
            callable.add(next.getKey());
        }
        return callable;
    }

    /** How the lane stands. */
    public LaneState state(Instant now) {
        long at = advance(now);
        return new LaneState(
                now,
                (double) owned.size() / pieces,
                requests == null ? OptionalLong.empty() : OptionalLong.of(requests.available()),
                tokens == null ? OptionalLong.empty() : OptionalLong.of(tokens.available()),
                day == null ? OptionalLong.empty() : OptionalLong.of(day.available()),
                places.places(at),
                places.taken(),
                line.size(),
                heldUntil > at ? Optional.of(Instant.ofEpochMilli(heldUntil)) : Optional.empty(),
                expired);
    }

    private long advance(Instant now) {
        long at = now.toEpochMilli();
        if (requests != null) {
            requests.advance(at);
        }
        if (tokens != null) {
            tokens.advance(at);
        }
        if (day != null) {
            day.advance(at);
        }
        line.advance(at);
        expire(at);
        return at;
    }

    /** Reservations that nobody settled give their place back; what they claimed counts as spent. */
    private void expire(long now) {
        Duration timeout = limits.terms().reservationTimeout();
        while (!held.isEmpty()) {
            Map.Entry<Long, Held> oldest = held.entrySet().iterator().next();
            if (oldest.getValue().since() + timeout.toMillis() > now) {
                return;
            }
            held.remove(oldest.getKey());
            places.giveBack(timeout);
            oldest.getValue().settle(this, 1, -1);
            expired++;
        }
    }

    /** A reservation; what is absent is not limited. */
    private record Held(
            long since,
            Allowance.@Nullable Charge request,
            Allowance.@Nullable Charge tokenCharge,
            LaneDay.@Nullable Call call) {

        /** @param actual tokens; negative if the claim stands */
        void settle(LaneBudget<?> budget, int calls, long actual) {
            if (budget.requests != null && request != null) {
                budget.requests.settle(request, calls);
            }
            if (budget.tokens != null && tokenCharge != null) {
                budget.tokens.settle(tokenCharge, actual < 0 ? tokenCharge.tokens() : actual);
            }
            if (call != null) {
                call.settle(calls);
            }
        }
    }
}
