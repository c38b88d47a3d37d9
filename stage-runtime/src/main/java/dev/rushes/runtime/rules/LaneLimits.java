package dev.rushes.runtime.rules;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an outside service grants to all instances together. Each limit may be absent.
 *
 * <p>The limits are cut into equal pieces, and whoever owns pieces may spend them. A piece must hold at least one call, and one that spends
 * the largest claim: so small limits are cut into few pieces, down to one for each stage that uses the lane.
 *
 * @param requestsPerMinute calls in any 60 seconds; at most 10⁹
 * @param tokensPerMinute tokens in any 60 seconds, as claimed and corrected afterwards; at most 10¹⁰
 * @param requestsPerDay calls from midnight to midnight; at most 10⁷
 * @param inFlight calls at a time; at most 10⁶
 * @param largestClaim most tokens of one claim; 0 takes a tenth of the tokens per minute
 * @param terms how they are kept
 */
public record LaneLimits(
        OptionalLong requestsPerMinute,
        OptionalLong tokensPerMinute,
        OptionalLong requestsPerDay,
        OptionalInt inFlight,
        long largestClaim,
        LaneTerms terms) {

    /** No limit at all; a hold still pauses the lane. */
    public static final LaneLimits NONE = new LaneLimits(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalInt.empty(),
            0,
            LaneTerms.DEFAULTS);

    private static final int MOST_PIECES = 1_000;

    public LaneLimits {
        inRange("requests-per-minute", requestsPerMinute, 1_000_000_000L);
        inRange("tokens-per-minute", tokensPerMinute, 10_000_000_000L);
        inRange("requests-per-day", requestsPerDay, 10_000_000L);
        inRange(
                "in-flight",
                inFlight.isPresent() ? OptionalLong.of(inFlight.getAsInt()) : OptionalLong.empty(),
                1_000_000L);
        if (largestClaim == 0) {
            largestClaim = Math.max(1, tokensPerMinute.orElse(10_000_000_000L) / 10);
        }
        if (largestClaim < 1 || tokensPerMinute.isPresent() && largestClaim > tokensPerMinute.getAsLong()) {
            throw new IllegalArgumentException("Expected a largest-claim from 1 to the tokens-per-minute, but got "
                    + largestClaim + " and " + tokensPerMinute);
        }
    }

    /** Calls in any 60 seconds. */
    public LaneLimits withRequestsPerMinute(long requests) {
        return new LaneLimits(
                OptionalLong.of(requests), tokensPerMinute, requestsPerDay, inFlight, largestClaim, terms);
    }

    /** Tokens in any 60 seconds, and the most that one claim may ask for. */
    public LaneLimits withTokensPerMinute(long tokens, long largest) {
        return new LaneLimits(requestsPerMinute, OptionalLong.of(tokens), requestsPerDay, inFlight, largest, terms);
    }

    /** Calls from midnight to midnight. */
    public LaneLimits withRequestsPerDay(long requests) {
        return new LaneLimits(
                requestsPerMinute, tokensPerMinute, OptionalLong.of(requests), inFlight, largestClaim, terms);
    }

    /** Calls at a time. */
    public LaneLimits withInFlight(int calls) {
        return new LaneLimits(
                requestsPerMinute, tokensPerMinute, requestsPerDay, OptionalInt.of(calls), largestClaim, terms);
    }

    public LaneLimits withTerms(LaneTerms other) {
        return new LaneLimits(requestsPerMinute, tokensPerMinute, requestsPerDay, inFlight, largestClaim, other);
    }

    /** Whether nothing is limited. */
    public boolean unlimited() {
        return requestsPerMinute.isEmpty()
                && tokensPerMinute.isEmpty()
                && requestsPerDay.isEmpty()
                && inFlight.isEmpty();
    }

    /**
     * How many pieces the limits are cut into.
     *
     * @param stages stages that use the lane, at least 1; each needs a piece
     * @throws IllegalArgumentException if a limit is too small for that
     */
    public int pieces(int stages) {
        long pieces = MOST_PIECES;
        if (requestsPerMinute.isPresent()) {
            pieces = Math.min(pieces, part(requestsPerMinute.getAsLong()));
        }
        if (tokensPerMinute.isPresent()) {
            pieces = Math.min(pieces, part(tokensPerMinute.getAsLong()) / largestClaim);
        }
        pieces = Math.min(pieces, requestsPerDay.orElse(MOST_PIECES));
        pieces = Math.min(pieces, inFlight.orElse(MOST_PIECES));
        int cut = (int) Math.max(pieces, stages);
        if (requestsPerMinute.orElse(cut) < cut
                || tokensPerMinute.orElse(Long.MAX_VALUE) / largestClaim < cut
                || requestsPerDay.orElse(cut) < cut
                || inFlight.orElse(cut) < cut) {
            throw new IllegalArgumentException("Expected limits of at least one call, and one largest claim of "
                    + largestClaim + " tokens, for each of " + stages + " stages, but got " + this);
        }
        return cut;
    }

    /** What all pieces together may spend at once of a minute's limit. */
    long burst(long limit, long largest, int pieces) {
        return Math.max(largest * pieces, part(limit));
    }

    private long part(long limit) {
        return (long) (limit * terms.burst());
    }

    private static void inRange(String name, OptionalLong value, long most) {
        if (value.isPresent() && (value.getAsLong() < 1 || value.getAsLong() > most)) {
            throw new IllegalArgumentException(
                    "Expected " + name + " from 1 to " + most + ", but got " + value.getAsLong());
        }
    }
}
