package dev.rushes.runtime.rules;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Places for calls in flight. The places are numbered, and place {@code n} belongs to piece {@code n mod pieces}: whole places, which never
 * add up to more than the limit. A piece that is gained opens its places after the handover, when the calls of its last owner are over; one
 * that is lost takes its places at once, and calls that run on there keep others from starting. Not thread-safe.
 */
final class LanePlaces {
    private final OptionalInt limit;
    private final int pieces;
    private final long handover;
    private final Map<Integer, Long> opening = new HashMap<>();
    private int taken;
    private double typical;

    LanePlaces(OptionalInt limit, LaneTerms terms, int pieces) {
        this.limit = limit;
        this.pieces = pieces;
        this.handover = terms.handover().toMillis();
        this.typical = terms.reservationTimeout().toMillis() / 10.0;
    }

    void own(Set<Integer> owned, long now) {
        opening.keySet().retainAll(owned);
        owned.forEach(piece -> opening.putIfAbsent(piece, now + handover));
    }

    void take() {
        taken++;
    }

    /** @param held how long the place was taken; what is typical follows slowly */
    void giveBack(Duration held) {
        taken--;
        typical = 0.8 * typical + 0.2 * held.toMillis();
    }

    /**
     * When so many places are free: now, or as a guess from how long calls take. Nobody knows when a call ends, so ask again when one has.
     */
    long when(int places, long now) {
        if (limit.isEmpty()) {
            return now;
        }
        int open = open(now);
        if (open - taken >= places) {
            return now;
        }
        if (open == 0) {
            return opening.values().stream().mapToLong(at -> at).min().orElse(Allowance.NEVER);
        }
        long rounds = Math.ceilDiv(places - (open - taken), open);
        return now + Math.max(1, (long) (rounds * typical));
    }

    int taken() {
        return taken;
    }

    /** Places that may be taken now, taken ones included; empty without a limit. */
    OptionalInt places(long now) {
        return limit.isEmpty() ? OptionalInt.empty() : OptionalInt.of(open(now));
    }

    private int open(long now) {
        int most = limit.orElse(0);
        return opening.entrySet().stream()
                .filter(piece -> piece.getValue() <= now)
                .mapToInt(piece -> most / pieces + (piece.getKey() < most % pieces ? 1 : 0))
                .sum();
    }
}
