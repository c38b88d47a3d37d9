package dev.rushes.ingest.generation;

import dev.rushes.ingest.domain.Footage;
import dev.rushes.ingest.generation.domain.Bill;
import dev.rushes.ingest.generation.domain.GenerationEnd;
import dev.rushes.ingest.generation.domain.Purchase;
import dev.rushes.ingest.generation.domain.PurchaseRule;
import dev.rushes.ingest.generation.domain.PurchaseRule.Step;
import dev.rushes.ingest.generation.domain.PurchaseState;
import dev.rushes.ingest.source.NotYet;
import dev.rushes.media.ffmpeg.MediaFailure;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageFailure;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Footage that a model makes. It is handed the same job again and again: each time it reads what was bought, takes one step (buy, look, fetch), and lets
 * the record wait without a worker until the next one is due, on whatever instance.
 */
public final class PromptFootage {
    private static final Logger LOG = LoggerFactory.getLogger(PromptFootage.class);

    private final Optional<Tools> tools;

    /** @param tools empty if this installation has no key */
    PromptFootage(Optional<Tools> tools) {
        this.tools = tools;
    }

    /** Of an installation that makes no films from words. */
    public static PromptFootage closed() {
        return new PromptFootage(Optional.empty());
    }

    /**
     * Brings the film into the object store, under the job's own key.
     *
     * @return the stored bytes, not looked at yet; {@link NotYet} while it is being made, or a {@link StageFailure}
     */
    public Mono<StoredObject> bring(Footage.Prompt footage, JobKeys keys, StageContext<?> job) {
        Commission commission = new Commission(footage.wish(), keys, job);
        return tools.map(its -> step(its, commission))
                .orElseGet(() -> Mono.error(new StageFailure(GenerationFailure.GENERATION_OFF, Studio.CLOSED)));
    }

    private static Mono<StoredObject> step(Tools tools, Commission commission) {
        return bought(tools, commission.job().ticket())
                .doOnNext(bought -> Commission.charge(bought, commission.job()))
                .flatMap(bought -> step(tools, commission, bought));
    }

    private static Mono<List<Purchase>> bought(Tools tools, JobTicket ticket) {
        return tools.purchases().of(ticket.tenant(), ticket.jobId());
    }

    private static Mono<StoredObject> step(Tools tools, Commission commission, List<Purchase> bought) {
        int run = commission.job().ticket().run();
        return switch (tools.purchaseRule().next(bought, run, tools.clock().instant())) {
            case Step.Buy _ ->
                new Checkout(tools)
                        .<StoredObject>buy(commission, bought)
                        // Somebody else was faster; what they wrote down says how to go on.
                        .switchIfEmpty(Mono.defer(() -> step(tools, commission)));
            case Step.Wait wait ->
                Mono.error(new NotYet(
                        wait.until(),
                        Failure.of(
                                GenerationFailure.GENERATION_RUNNING,
                                "Expected the answer to an order, but whoever sent it has not told it yet.")));
            case Step.GiveUp(Purchase purchase) -> giveUp(tools, commission, purchase);
            case Step.Look(Purchase purchase) -> new Watch(tools).look(commission, purchase);
            case Step.Fetch(Purchase purchase) -> new Watch(tools).fetch(commission, purchase);
            case Step.Fail(Purchase purchase) -> Mono.error(failure(purchase));
        };
    }

    private static Mono<StoredObject> giveUp(Tools tools, Commission commission, Purchase purchase) {
        String why = "whoever asked ended before the answer was written down";
        return tools.purchases()
                .unknown(purchase, why)
                .flatMap(given -> given
                        ? Mono.error(new StageFailure(GenerationFailure.GENERATION_UNKNOWN, unknown(purchase, why)))
                        : step(tools, commission));
    }

    /** What people read when nobody knows whether they have paid. */
    static String unknown(Purchase purchase, String why) {
        return "Expected to know whether " + purchase.model() + " has taken the order, but " + why
                + ". It may have cost up to "
                + PurchaseRule.dollars(purchase.bill().most())
                + ". Nothing is bought again by itself: running the job again buys another film.";
    }

    private static StageFailure failure(Purchase purchase) {
        String message = purchase.end().message();
        return purchase.state() == PurchaseState.UNKNOWN
                ? new StageFailure(GenerationFailure.GENERATION_UNKNOWN, unknown(purchase, message))
                : over(purchase, GenerationEnd.valueOf(purchase.end().code()), purchase.bill(), message);
    }

    /** The end of a purchase without a film, with what it has cost. */
    static StageFailure over(Purchase purchase, GenerationEnd end, Bill bill, String message) {
        String money =
                switch (bill.billed()) {
                    case YES -> "It has cost " + PurchaseRule.dollars(bill.microDollars()) + ".";
                    case NO -> "Nothing is to be paid for it.";
                    case UNKNOWN ->
                        "It may have cost up to " + PurchaseRule.dollars(bill.most()) + "; the service does not say.";
                };
        return new StageFailure(
                GenerationFailure.of(end),
                "Expected a film of " + purchase.model() + ", but there is none: " + message + ". " + money);
    }

    /** What came has no picture. */
    public static StageFailure nothingToSee() {
        return new StageFailure(
                MediaFailure.MEDIA_EMPTY, "Expected a film with something to see, but there are no pictures in it.");
    }

    /** What came for a film is none: it is paid, so it is fetched again and not bought again. */
    public static StageFailure noFilm(StageFailure why) {
        return new StageFailure(
                GenerationFailure.GENERATION_NOT_FETCHED,
                "Expected the service to send the film that it has made, but what came is none: "
                        + why.failure().message(),
                why);
    }

    /** The film is here and has been looked at: what was paid is told, and the service may forget it. */
    public Mono<Void> finished(StageContext<?> job) {
        return tools.map(its -> bought(its, job.ticket())
                        .doOnNext(purchases -> Commission.charge(purchases, job))
                        .flatMapMany(Flux::fromIterable)
                        .filter(purchase -> its.forget() && purchase.state() == PurchaseState.READY)
                        .concatMap(purchase -> forget(its, purchase))
                        .then())
                .orElseGet(Mono::empty);
    }

    /** What was paid is told again by whoever finds the work done; it counts once. */
    public Mono<Void> repeated(StageContext<?> job) {
        return tools.map(its -> bought(its, job.ticket())
                        .doOnNext(purchases -> Commission.charge(purchases, job))
                        .then())
                .orElseGet(Mono::empty);
    }

    private static Mono<Void> forget(Tools tools, Purchase purchase) {
        return tools.generator(purchase.generator())
                .forget(purchase.operation())
                .onErrorResume(error -> {
                    LOG.info(
                            "Expected the service to forget {}, but it answered with {}; it does so by itself in time",
                            purchase.operation(),
                            error.getClass().getSimpleName());
                    return Mono.empty();
                });
    }
}
