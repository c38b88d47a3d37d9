package dev.rushes.ingest.generation;

import dev.rushes.ingest.generation.domain.FilmPrices.Price;
import dev.rushes.ingest.generation.domain.FilmPrices.Quote;
import dev.rushes.ingest.generation.domain.GenerationEnd;
import dev.rushes.ingest.generation.domain.Look;
import dev.rushes.ingest.generation.domain.LookRule;
import dev.rushes.ingest.generation.domain.Purchase;
import dev.rushes.ingest.generation.http.FilmDownload.NotFetched;
import dev.rushes.ingest.source.NotYet;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.StageContext.NoteLevel;
import dev.rushes.runtime.stage.StageFailure;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Looks at what was ordered, and fetches it when it is made. Nothing of it costs anything, so it may be done as often as one likes. */
final class Watch {
    private final Tools tools;

    Watch(Tools tools) {
        this.tools = tools;
    }

    Mono<StoredObject> look(Commission commission, Purchase purchase) {
        return tools.generator(purchase.generator())
                .look(purchase.operation())
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(tools.meters()::looked)
                .flatMap(seen -> follow(commission, purchase, decide(commission, purchase, seen)));
    }

    private LookRule.Step decide(Commission commission, Purchase purchase, Look seen) {
        Optional<Price> price = tools.studio().price(purchase.model(), commission.wish(), purchase.since());
        Quote quote = price.map(its -> its.quote(commission.wish()))
                .orElseGet(() -> new Quote(0, 0, purchase.bill().most()));
        Instant asked = commission.job().ticket().requestedAt();
        return tools.lookRule()
                .after(seen, purchase, quote, price, asked, tools.clock().instant());
    }

    private Mono<StoredObject> follow(Commission commission, Purchase purchase, LookRule.Step step) {
        return switch (step) {
            case LookRule.Step.Again(Instant at, String message, Optional<Instant> doubted) ->
                doubt(purchase, doubted)
                        .then(Mono.error(() -> new NotYet(
                                at,
                                Failure.of(
                                        GenerationFailure.GENERATION_RUNNING,
                                        "Expected the film of " + purchase.model() + ", but it is not ready: " + message
                                                + "."))));
            case LookRule.Step.TooSlow(String message) ->
                Mono.error(new StageFailure(
                        GenerationFailure.GENERATION_TOO_SLOW,
                        "Expected the film of " + purchase.model() + " after so long a time, but " + message
                                + ". Running the job again waits for the same film and buys none."));
            case LookRule.Step.Ready ready -> ready(commission, purchase, ready);
            case LookRule.Step.Over over -> over(commission, purchase, over);
            case LookRule.Step.Stop(String message) ->
                Mono.error(new StageFailure(
                        GenerationFailure.GENERATOR_MISCONFIGURED,
                        "Expected to look at what " + purchase.model() + " makes, but our key is refused: " + message));
        };
    }

    private Mono<Boolean> doubt(Purchase purchase, Optional<Instant> since) {
        Optional<Instant> before = purchase.times().doubted();
        if (since.isPresent() == before.isPresent()) {
            return Mono.just(true);
        }
        return since.map(from -> tools.purchases().doubted(purchase, from))
                .orElseGet(() -> tools.purchases().undoubted(purchase));
    }

    private Mono<StoredObject> ready(Commission commission, Purchase purchase, LookRule.Step.Ready ready) {
        return tools.purchases()
                .ready(purchase, ready.film(), ready.bill(), ready.oddity())
                .doOnNext(first -> {
                    if (first) {
                        tools.meters().ready(ready.bill());
                    }
                })
                .then(Mono.defer(() -> {
                    commission.charge(purchase, ready.bill());
                    return fetch(commission, ready.film(), purchase, ready.oddity());
                }));
    }

    private <T> Mono<T> over(Commission commission, Purchase purchase, LookRule.Step.Over over) {
        return tools.purchases()
                .over(purchase, over.end(), over.bill(), over.message())
                .doOnNext(first -> {
                    if (first) {
                        tools.meters().over(over.end(), over.bill());
                    }
                })
                .then(Mono.error(() -> {
                    commission.charge(purchase, over.bill());
                    return PromptFootage.over(purchase, over.end(), over.bill(), over.message());
                }));
    }

    /** What an earlier try has fetched is not fetched again. */
    Mono<StoredObject> fetch(Commission commission, Purchase purchase) {
        URI film = purchase.film()
                .orElseThrow(() -> new IllegalStateException(
                        "Expected a film that is ready to have an address, but " + purchase.id() + " has none"));
        return fetch(commission, film, purchase, purchase.end().message());
    }

    private Mono<StoredObject> fetch(Commission commission, URI film, Purchase purchase, String oddity) {
        if (!oddity.isEmpty()) {
            commission.job().note(NoteLevel.WARNING, oddity);
        }
        String name = commission.keys().source();
        return tools.store().find(name).flatMap(there -> there.map(Mono::just).orElseGet(() -> tools.download()
                .fetch(film, name, commission.job()::progress)
                .onErrorResume(NotFetched.class, trouble -> notFetched(commission, purchase, trouble))));
    }

    private Mono<StoredObject> notFetched(Commission commission, Purchase purchase, NotFetched trouble) {
        boolean old = !tools.clock()
                .instant()
                .isBefore(purchase.since().plus(tools.lookRule().kept()));
        if (trouble.isDenied() && old) {
            String message = "it was made, but the service keeps it no longer (" + trouble.getMessage() + ")";
            return over(commission, purchase, new LookRule.Step.Over(GenerationEnd.EXPIRED, purchase.bill(), message));
        }
        return Mono.error(new StageFailure(
                GenerationFailure.GENERATION_NOT_FETCHED,
                "Expected to fetch the film that " + purchase.model() + " has made, but " + trouble.getMessage()
                        + ". It is paid and can be fetched again."));
    }
}
