package dev.rushes.analysis.gemini.domain;

import dev.rushes.analysis.gemini.domain.PriceList.Price;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What one chunk may spend of the job's money: its part of the budget by its measured length, so that all chunks together never spend more, wherever they
 * are worked on and however often. It holds over all tries and runs, for what was spent is kept with the chunk ({@link Tab}); calls whose cost nobody
 * knows count at their worst.
 *
 * @param microDollars most; empty if nobody set a budget
 */
public record Allowance(OptionalLong microDollars) {
    /** An answer with less room than that is no answer. */
    public static final int LEAST_OUTPUT = 1_024;

    /**
     * A chunk's part.
     *
     * @param budget of the whole job
     * @param chunkMillis length of the chunk
     * @param footageMillis measured length of the footage, never what its header claims; 0 if nobody knows, and then nothing may be spent
     * @param tracks tracks of the footage that are asked about
     */
    public static Allowance of(OptionalLong budget, long chunkMillis, long footageMillis, int tracks) {
        if (budget.isEmpty()) {
            return new Allowance(OptionalLong.empty());
        }
        if (footageMillis <= 0) {
            return new Allowance(OptionalLong.of(0));
        }
        double part = Math.min(1, (double) chunkMillis / footageMillis) / tracks;
        return new Allowance(OptionalLong.of((long) Math.floor(budget.getAsLong() * part)));
    }

    /**
     * How long an answer the rest of the money allows.
     *
     * @param spent what the chunk has cost so far
     * @param wanted tokens that the answer would get without a budget
     * @return at most {@code wanted}; empty if a call can't be paid
     */
    public OptionalInt room(long spent, Price price, long inputTokens, int wanted) {
        if (microDollars.isEmpty()) {
            return OptionalInt.of(wanted);
        }
        long left = microDollars.getAsLong() - spent - price.most(inputTokens, 0);
        if (left <= 0) {
            return OptionalInt.empty();
        }
        // Floor of the rest, so that the bill, rounded up once, never exceeds it.
        long affordable = price.output() == 0 ? wanted : Math.max(0, left - 1) * 1_000_000 / price.output();
        int room = (int) Math.min(wanted, affordable);
        return room < LEAST_OUTPUT ? OptionalInt.empty() : OptionalInt.of(room);
    }
}
