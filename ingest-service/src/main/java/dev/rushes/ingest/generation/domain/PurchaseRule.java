package dev.rushes.ingest.generation.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a run does about a film, given what was bought for the job before. Nothing is ever bought twice by itself: what an earlier run has bought is used,
 * a run that does not know whether it has bought ends, and a record of an old run that comes again after a later one has bought buys nothing. Whoever runs the job again allows one more
 * purchase.
 *
 * @param orderTime longest time that an order can be under way
 */
public record PurchaseRule(Duration orderTime) {

    /** What to do. */
    public sealed interface Step {
        /** Nothing was bought that could still become a film. */
        record Buy() implements Step {}

        /** Somebody else may be asking the service right now. */
        record Wait(Instant until) implements Step {}

        /** Whoever asked is gone, and nobody knows what was answered. */
        record GiveUp(Purchase purchase) implements Step {}

        /** It is being made. */
        record Look(Purchase purchase) implements Step {}

        /** It is made. */
        record Fetch(Purchase purchase) implements Step {}

        /** This run has had its end. */
        record Fail(Purchase purchase) implements Step {}
    }

    /**
     * @param purchases all of the job
     * @param run which run of it asks
     */
    public Step next(List<Purchase> purchases, int run, Instant now) {
        Optional<Purchase> last = purchases.stream()
                .max(Comparator.comparingInt(purchase -> purchase.job().run()));
        return last.map(purchase -> next(purchase, run, now)).orElseGet(Step.Buy::new);
    }

    private Step next(Purchase purchase, int run, Instant now) {
        return switch (purchase.state()) {
            case INTENDED -> {
                Instant answered = purchase.times().intended().plus(orderTime);
                yield now.isBefore(answered) ? new Step.Wait(answered) : new Step.GiveUp(purchase);
            }
            case RUNNING -> new Step.Look(purchase);
            case READY -> new Step.Fetch(purchase);
            case UNKNOWN, OVER -> purchase.job().run() < run ? new Step.Buy() : new Step.Fail(purchase);
        };
    }

    /**
     * Why one more film can not be paid, as a sentence; empty if it can. Exactly the budget is allowed.
     *
     * @param budget of the job, over all its runs
     */
    public static Optional<String> overBudget(Optional<Long> budget, List<Purchase> before, long most) {
        long weight =
                before.stream().mapToLong(purchase -> purchase.bill().weight()).sum();
        return budget.filter(limit -> weight + most > limit)
                .map(limit -> "Expected a film that the job's budget of " + dollars(limit)
                        + " can pay, but it can cost " + dollars(most)
                        + (weight > 0 ? ", and " + dollars(weight) + " are spent or may be" : "") + ".");
    }

    /** Such as "$0.810976". */
    public static String dollars(long microDollars) {
        String text = "$%d.%06d".formatted(microDollars / 1_000_000, microDollars % 1_000_000);
        return text.replaceAll("0{1,4}$", "");
    }
}
