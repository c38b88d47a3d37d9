package dev.rushes.ingest.generation;

import dev.rushes.gemini.domain.Trouble;
import dev.rushes.ingest.generation.domain.Bill;
import dev.rushes.ingest.generation.domain.FilmPrices.Quote;
import dev.rushes.ingest.generation.domain.GenerationEnd;
import dev.rushes.ingest.generation.domain.Offer;
import dev.rushes.ingest.generation.domain.OrderEnd;
import dev.rushes.ingest.generation.domain.Purchase;
import dev.rushes.ingest.generation.domain.PurchaseRule;
import dev.rushes.ingest.source.NotYet;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.Lane;
import dev.rushes.runtime.stage.LanePass;
import dev.rushes.runtime.stage.StageContext.NoteLevel;
import dev.rushes.runtime.stage.StageFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Buys a film: writes down that it may be bought, asks the service once, writes down what it answered. Nothing of it ends well: a film that was ordered
 * is not there yet, so every path is a {@link NotYet} or a failure.
 */
final class Checkout {
    private static final Logger LOG = LoggerFactory.getLogger(Checkout.class);
    private static final int WRITES = 8;
    private static final Duration BETWEEN_WRITES = Duration.ofMillis(500);
    private static final Duration LONGEST_BETWEEN_WRITES = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration DAY_PAUSE = Duration.ofMinutes(10);

    private final Tools tools;

    Checkout(Tools tools) {
        this.tools = tools;
    }

    /** The lane of a model's orders. */
    static String lane(String model) {
        return "gemini:" + model;
    }

    /**
     * Buys.
     *
     * @param before what was bought for the job before
     * @return empty if somebody else is about to buy it, else an error
     */
    <T> Mono<T> buy(Commission commission, List<Purchase> before) {
        Offer offer = tools.studio().offer();
        Optional<String> objection = tools.studio().objection(commission.wish());
        if (objection.isPresent()) {
            return failed(GenerationFailure.GENERATION_REFUSED, objection.get());
        }
        Optional<Long> budget = commission.job().ticket().options().terms().budgetMicroDollars();
        Optional<Quote> quote = tools.studio().quote(commission.wish());
        if (quote.isEmpty() && budget.isPresent()) {
            return failed(
                    GenerationFailure.GENERATOR_MISCONFIGURED,
                    "Expected a price of " + offer.model()
                            + " to keep the job's budget, but it is not on this version's price list.");
        }
        long most = quote.map(Quote::microDollars).orElse(0L);
        Optional<String> tooDear = PurchaseRule.overBudget(budget, before, most);
        if (tooDear.isPresent()) {
            return failed(CommonFailure.BUDGET_EXCEEDED, tooDear.get());
        }
        Purchase purchase = Purchase.intended(
                commission.purchaseId(),
                commission.owner(),
                offer,
                Bill.open(most, tools.studio().prices().date()),
                now());
        return lane(commission, offer)
                .reserve(quote.map(Quote::tokens).orElse(0L))
                .flatMap(pass -> tools.purchases().intend(purchase).flatMap(first -> {
                    if (first) {
                        return order(commission, purchase, pass);
                    }
                    pass.release();
                    return Mono.<T>empty();
                }));
    }

    /** Goes on when nobody waits for it any more: who has begun to pay must learn what for. */
    private <T> Mono<T> order(Commission commission, Purchase purchase, LanePass pass) {
        Mono<OrderEnd> paying = tools.generator(purchase.generator())
                .order(commission.wish())
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(tools.meters()::ordered)
                .flatMap(end -> writeDown(purchase, end).thenReturn(end));
        return Mono.fromFuture(paying::toFuture, true).flatMap(end -> conclude(commission, purchase, pass, end));
    }

    private Mono<Boolean> writeDown(Purchase purchase, OrderEnd end) {
        Mono<Boolean> written =
                switch (end) {
                    case OrderEnd.Accepted(String operation) ->
                        tools.purchases().ordered(purchase, operation, now());
                    case OrderEnd.Refused(String message) ->
                        tools.purchases()
                                .over(
                                        purchase,
                                        GenerationEnd.REFUSED,
                                        purchase.bill().free(),
                                        message);
                    case OrderEnd.NotTaken _ -> tools.purchases().withdraw(purchase);
                    case OrderEnd.Lost(String message) -> tools.purchases().unknown(purchase, message);
                };
        return written.retryWhen(Retry.backoff(WRITES, BETWEEN_WRITES)
                        .maxBackoff(LONGEST_BETWEEN_WRITES)
                        .onRetryExhaustedThrow((_, signal) -> signal.failure()))
                .doOnError(error -> LOG.error(
                        "Expected to write down what came of the order {} of job {}, but could not: {}",
                        purchase.id(),
                        purchase.job().job(),
                        end,
                        error));
    }

    private <T> Mono<T> conclude(Commission commission, Purchase purchase, LanePass pass, OrderEnd end) {
        return switch (end) {
            case OrderEnd.Accepted(String operation) -> {
                commission.job().note(NoteLevel.INFO, ordered(commission, purchase, operation));
                yield later(
                        tools.lookRule().firstLook(now()),
                        GenerationFailure.GENERATION_RUNNING,
                        "Expected the film of " + purchase.model() + ", but it has only just been ordered.");
            }
            case OrderEnd.Refused(String message) -> {
                pass.release();
                yield failed(
                        GenerationFailure.GENERATION_REFUSED,
                        "Expected " + purchase.model() + " to take the order, but it refuses: " + message);
            }
            case OrderEnd.NotTaken(Trouble trouble) -> {
                pass.release();
                yield notTaken(commission, purchase, trouble);
            }
            case OrderEnd.Lost(String message) ->
                failed(GenerationFailure.GENERATION_UNKNOWN, PromptFootage.unknown(purchase, message));
        };
    }

    private static String ordered(Commission commission, Purchase purchase, String operation) {
        return "Ordered %d s of film from %s for up to %s; the service calls it %s."
                .formatted(
                        commission.wish().seconds(),
                        purchase.model(),
                        PurchaseRule.dollars(purchase.bill().most()),
                        operation);
    }

    private <T> Mono<T> notTaken(Commission commission, Purchase purchase, Trouble trouble) {
        String why =
                "Expected " + purchase.model() + " to take the order, but nothing was bought: " + trouble.message();
        return switch (trouble.kind()) {
            case MINUTE_SPENT, SLOW_DOWN -> hold(commission, trouble.pause().orElse(PAUSE), why);
            case DAY_SPENT -> hold(commission, DAY_PAUSE, why);
            case UNAVAILABLE, BROKEN, TOO_LONG -> failed(GenerationFailure.GENERATOR_UNAVAILABLE, why);
            case KEY, MODEL_GONE, REFUSED, FILE_GONE, FILE_FAILED, FILE_NOT_READY ->
                failed(GenerationFailure.GENERATOR_MISCONFIGURED, why);
        };
    }

    /** Waiting for the service costs no try, so it must end by the clock: then each refusal is one. */
    private <T> Mono<T> hold(Commission commission, Duration pause, String why) {
        Instant until = now().plus(pause);
        boolean patient = now().isBefore(commission.job().ticket().requestedAt().plus(tools.busyPatience()));
        return lane(commission, tools.studio().offer())
                .hold(until, why)
                .then(
                        patient
                                ? later(until, GenerationFailure.GENERATOR_BUSY, why)
                                : failed(GenerationFailure.GENERATOR_UNAVAILABLE, why));
    }

    private static Lane lane(Commission commission, Offer offer) {
        return commission.job().lane(lane(offer.model()));
    }

    private Instant now() {
        return tools.clock().instant();
    }

    private static <T> Mono<T> later(Instant until, GenerationFailure code, String why) {
        return Mono.error(new NotYet(until, Failure.of(code, why)));
    }

    private static <T> Mono<T> failed(FailureCode code, String why) {
        return Mono.error(new StageFailure(code, why));
    }
}
