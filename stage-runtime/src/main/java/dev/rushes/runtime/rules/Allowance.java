package dev.rushes.runtime.rules;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * A token bucket: it fills evenly up to its capacity, charges empty it, and what a charge turns out not to have needed comes back. Capacity
 * and flow follow the pieces of the limit that are owned; a piece that is gained brings nothing with it, and one that is lost takes what the
 * remaining capacity can't hold.
 *
 * <pre>
 *   all buckets together, whatever moves:   charged in a time t  <  burst + flow * t
 * </pre>
 *
 * <p>With {@code flow = (limit + 1 - burst) / window} and whole tokens, no window of that length has more than {@code limit}.
 *
 * <p>What comes back must not undo this. While a charge was too high the bucket was too low, and may have taken in what would have overflowed
 * otherwise. So each charge remembers how much room there was at least since then, and no more than that comes back:
 *
 * <pre>
 *   capacity ────────────────     real level       ╱│        at its peak the bucket had this much room left;
 *                          room │ ╱╲       ╱╲   ╱   │        with the right charge it would have been full there
 *                               ╱   ╲    ╱   ╲╱
 *      charged 90, needed 0 ──▶ ╵     ╲╱
 * </pre>
 *
 * <p>All numbers are whole: a token has {@code window * pieces} parts, so that a millisecond's flow into each piece is whole too. Time is in
 * milliseconds since 1970. Not thread-safe.
 */
final class Allowance {
    static final long NEVER = Long.MAX_VALUE;

    private final long token;
    private final long capacityOfPiece;
    private final long flowOfPiece;
    private final Set<Charge> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int owned;
    private long parts;
    private long asOf;

    /**
     * @param burst tokens that all pieces hold together
     * @param flow tokens that flow into all pieces together in a window
     * @param window milliseconds
     * @param pieces pieces that there are
     * @param now beginning; nothing is there yet
     */
    Allowance(long burst, long flow, long window, int pieces, long now) {
        this.token = window * pieces;
        this.capacityOfPiece = burst * window;
        this.flowOfPiece = flow;
        this.asOf = now;
    }

    /** Fills the owned pieces with their part of so many tokens. */
    void fill(long tokens, int pieces) {
        parts = Math.min(capacity(), tokens * (token / pieces) * owned);
    }

    void own(int pieces, long now) {
        advance(now);
        owned = pieces;
        parts = Math.min(parts, capacity());
        noteRoom();
    }

    /** What has flowed in since is there. A clock that goes backwards changes nothing. */
    void advance(long now) {
        if (now <= asOf) {
            return;
        }
        long missing = capacity() - parts;
        long flow = flow();
        if (missing > 0 && flow > 0) {
            long toFull = Math.ceilDiv(missing, flow);
            parts = now - asOf >= toFull ? capacity() : parts + flow * (now - asOf);
        }
        asOf = now;
        noteRoom();
    }

    /** Empties the bucket and lets nothing in until a time. */
    void standStill(long until) {
        parts = Math.min(parts, 0);
        asOf = Math.max(asOf, until);
    }

    /** Ends a standstill. */
    void flowAgain(long now) {
        asOf = Math.min(asOf, now);
    }

    /** When so many tokens are there, if nobody takes any before; {@link #NEVER} if nothing flows. */
    long when(long tokens) {
        long wanted = tokens > Long.MAX_VALUE / 4 / token ? Long.MAX_VALUE / 4 : tokens * token;
        if (wanted <= parts) {
            return asOf;
        }
        return flow() == 0 ? NEVER : asOf + Math.ceilDiv(wanted - parts, flow());
    }

    Charge charge(long tokens) {
        parts -= tokens * token;
        Charge charge = new Charge(tokens);
        open.add(charge);
        return charge;
    }

    /** Corrects a charge; to do so twice changes nothing. */
    void settle(Charge charge, long actual) {
        if (!open.remove(charge)) {
            return;
        }
        long tooMuch = (charge.tokens - actual) * token;
        if (tooMuch > 0) {
            parts += Math.min(tooMuch, charge.room);
            open.forEach(other -> other.room = Math.max(0, other.room - tooMuch));
        } else {
            parts += tooMuch;
        }
    }

    /** Tokens that are there; negative while a debt is paid off. */
    long available() {
        return Math.floorDiv(parts, token);
    }

    private void noteRoom() {
        long room = capacity() - parts;
        open.forEach(charge -> charge.room = Math.min(charge.room, room));
    }

    private long capacity() {
        return capacityOfPiece * owned;
    }

    private long flow() {
        return flowOfPiece * owned;
    }

    /** Tokens that were taken and may be corrected. */
    static final class Charge {
        private final long tokens;
        private long room = Long.MAX_VALUE;

        private Charge(long tokens) {
            this.tokens = tokens;
        }

        long tokens() {
            return tokens;
        }
    }
}
