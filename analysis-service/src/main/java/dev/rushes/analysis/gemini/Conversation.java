package dev.rushes.analysis.gemini;

import dev.rushes.analysis.analyzer.Errand;
import dev.rushes.analysis.domain.Insight.Bill;
import dev.rushes.analysis.domain.Insight.Shortfall;
import dev.rushes.analysis.domain.Insight.Status;
import dev.rushes.analysis.gemini.Orders.Call;
import dev.rushes.analysis.gemini.Orders.Order;
import dev.rushes.analysis.gemini.domain.Allowance;
import dev.rushes.analysis.gemini.domain.CallEnd;
import dev.rushes.analysis.gemini.domain.Course;
import dev.rushes.analysis.gemini.domain.Draft;
import dev.rushes.analysis.gemini.domain.Judge;
import dev.rushes.analysis.gemini.domain.KeptAnswer;
import dev.rushes.analysis.gemini.domain.NextStep;
import dev.rushes.analysis.gemini.domain.Piece;
import dev.rushes.analysis.gemini.domain.PieceNote;
import dev.rushes.analysis.gemini.domain.PieceNote.Way;
import dev.rushes.analysis.gemini.domain.PieceResult;
import dev.rushes.analysis.gemini.domain.Progress;
import dev.rushes.analysis.gemini.domain.Response;
import dev.rushes.analysis.gemini.http.FileTrouble;
import dev.rushes.media.ffmpeg.MediaFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.FailureKind;
import dev.rushes.runtime.stage.LaneBusy;
import dev.rushes.runtime.stage.LanePass;
import dev.rushes.runtime.stage.StageContext.NoteLevel;
import dev.rushes.runtime.stage.StageFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The asking about one chunk: carries out what {@link Course} decides, one call at a time. */
final class Conversation {
    /** After a shift; the stage adds to it. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Tools tools;
    private final Errand errand;
    private final Orders orders;
    private final Hindrances hindrances;
    private final Till till;
    private final ModelLanes lanes;
    private final Instant endOfShift;
    private final Set<String> models = ConcurrentHashMap.newKeySet();
    private volatile boolean hasAsked;

    /** A piece with its film, while it is asked about. */
    private record Talk(Piece piece, FilmAtHand film, Instant deadline) {}

    private Conversation(Tools tools, Errand errand, Allowance allowance, Till till) {
        this.tools = tools;
        this.errand = errand;
        this.till = till;
        this.lanes = new ModelLanes(tools, errand.job());
        this.orders = new Orders(tools, errand.chunk(), allowance, till.tab(), lanes);
        this.hindrances = new Hindrances(tools, till.tab());
        this.endOfShift = tools.clock().instant().plus(tools.settings().shift());
    }

    /** Goes on where earlier tries have left off. */
    static Mono<Conversation> begin(Tools tools, Errand errand, Allowance allowance) {
        return Till.open(tools, errand.chunk(), errand.job())
                .map(till -> new Conversation(tools, errand, allowance, till));
    }

    /** What all tries have paid for the chunk so far. */
    Bill bill() {
        return till.tab().bill();
    }

    /**
     * Asks about all pieces of the chunk, in order.
     *
     * @return errors with a throttled failure if one try is not enough; the next one finds all answers so far
     */
    Mono<List<PieceResult>> about(List<Piece> pieces) {
        return Flux.fromIterable(pieces)
                .concatMap(piece -> next(piece, pieces))
                .concatMapIterable(results -> results)
                .collectList()
                .flatMap(results -> concluded().thenReturn(results))
                .onErrorResume(Conversation::isWait, wait -> till.keep().then(Mono.error(wait)));
    }

    /** The next piece, unless the shift is over. Each try asks about one piece at least, so that it gets on. */
    private Mono<List<PieceResult>> next(Piece piece, List<Piece> pieces) {
        return Mono.defer(() -> {
            Instant now = tools.clock().instant();
            return hasAsked && now.isAfter(endOfShift)
                    ? Mono.error(unfinished(pieces.size(), pieces.size() - pieces.indexOf(piece)))
                    : about(piece, 0, now.plus(tools.settings().patience()));
        });
    }

    private StageFailure unfinished(int pieces, int left) {
        return new StageFailure(new Failure(
                GeminiFailure.GEMINI_UNFINISHED,
                "Expected to ask about all of " + errand.chunk().unit() + " in one try, but it is long: " + left
                        + " of its " + pieces + " pieces are still to come",
                Optional.of(SOON)));
    }

    private static boolean isWait(Throwable error) {
        return error instanceof LaneBusy
                || error instanceof StageFailure failure
                        && failure.failure().code().kind() == FailureKind.THROTTLED;
    }

    private Mono<Void> concluded() {
        till.tab().conclude();
        return till.keep();
    }

    /** Asks about a piece, or about its halves. */
    private Mono<List<PieceResult>> about(Piece piece, int model, Instant deadline) {
        return Mono.usingWhen(
                Mono.fromSupplier(() -> new Talk(piece, new FilmAtHand(tools, errand, piece), deadline)),
                talk -> step(talk, start(piece, model), false),
                talk -> talk.film().remove());
    }

    /** What an earlier try gave up is gone through again as far as there are answers; everything else begins where it ended. */
    private Progress start(Piece piece, int model) {
        return till.tab()
                .note(piece)
                .filter(note -> note.way() != Way.GIVEN_UP)
                .map(note -> tools.course().start(note.model()))
                .orElseGet(() -> tools.course().start(model));
    }

    private Mono<List<PieceResult>> step(Talk talk, Progress progress, boolean fresh) {
        return Mono.defer(() -> known(talk, progress, orders.call(talk.piece(), progress, 0), fresh));
    }

    /** What was answered is heard before anything else is looked at: it costs nothing. */
    private Mono<List<PieceResult>> known(Talk talk, Progress progress, Call call, boolean fresh) {
        return till.find(call.digest()).flatMap(kept -> kept.map(answer -> reuse(talk, progress, call, answer, fresh))
                .orElseGet(() -> newly(talk, progress, call, fresh)));
    }

    /** An answer that was cut short for want of money is asked for once more where there is clearly more money now. */
    private Mono<List<PieceResult>> reuse(Talk talk, Progress progress, Call call, KeptAnswer answer, boolean fresh) {
        till.tab().found(orders.sent(call, answer.room()), answer.response());
        boolean again = hindrances.of(talk.piece(), talk.deadline(), progress).isEmpty()
                && answer.outgrownBy(orders.room(call).orElse(0), call.wanted());
        return again
                ? known(talk, progress, orders.call(talk.piece(), progress, call.edition() + 1), fresh)
                : heard(talk, progress, call, answer.response());
    }

    private Mono<List<PieceResult>> newly(Talk talk, Progress progress, Call call, boolean fresh) {
        Optional<NextStep> hindrance = hindrances.of(talk.piece(), talk.deadline(), progress);
        if (hindrance.isPresent()) {
            return unanswered(talk, progress, hindrance.get());
        }
        OptionalInt room = orders.room(call);
        return room.isPresent()
                ? ask(talk, progress, new Order(call, room.getAsInt()), fresh)
                : unanswered(
                        talk,
                        progress,
                        Course.giveUp(
                                progress, Shortfall.BUDGET_SPENT, "the job's budget does not allow for another call"));
    }

    /** Goes on without an answer. The next try could not see why, so it is noted. */
    private Mono<List<PieceResult>> unanswered(Talk talk, Progress progress, NextStep next) {
        int run = errand.job().ticket().run();
        String model = tools.course().model(progress);
        switch (next) {
            case NextStep.End end -> till.tab().note(PieceNote.givenUp(run, talk.piece(), model, end));
            case NextStep.Halve _ -> till.tab().note(PieceNote.halved(run, talk.piece(), model));
            default -> {
                // Goes on with the same piece.
            }
        }
        return follow(talk, next);
    }

    private boolean hasNext(Progress progress) {
        return progress.model() + 1 < tools.settings().models().size();
    }

    private Mono<List<PieceResult>> ask(Talk talk, Progress progress, Order order, boolean fresh) {
        hasAsked = true;
        return lanes.reserve(order.model(), order.call().inputTokens())
                .map(Optional::of)
                .onErrorResume(
                        LaneBusy.class,
                        busy -> hasNext(progress) && lanes.isFarAway(busy)
                                ? Mono.just(Optional.empty())
                                : Mono.error(busy))
                .flatMap(pass -> pass.map(its -> ask(talk, progress, order, its, fresh))
                        .orElseGet(() -> unanswered(
                                talk, progress, tools.course().skip(progress, "it takes no calls for a long while"))));
    }

    private Mono<List<PieceResult>> ask(Talk talk, Progress progress, Order order, LanePass pass, boolean fresh) {
        return talk.film()
                .film(fresh)
                .flatMap(film -> till.sending(orders.sent(order.call(), order.room()))
                        .then(tools.models()
                                .ask(order.question(), film, talk.piece().seconds())))
                .onErrorResume(error -> unmade(error, pass))
                // What follows is told, counted and parsed: none of it belongs on the thread that reads from the
                // network.
                .publishOn(Schedulers.boundedElastic())
                .flatMap(end -> switch (end) {
                    case CallEnd.Answered(Response response) -> {
                        pass.settle(response.usage()
                                .map(usage -> usage.prompt())
                                .orElse(order.call().inputTokens()));
                        yield answered(talk, progress, order, response);
                    }
                    case CallEnd.Failed failed -> {
                        pass.settle(failed.lost() ? order.call().inputTokens() : 0);
                        yield till.failed(failed).then(Mono.defer(() -> failed(talk, progress, failed)));
                    }
                    case CallEnd.NothingToShow(String why) ->
                        unanswered(
                                talk,
                                progress,
                                new NextStep.End(
                                        Status.FAILED, Draft.EMPTY, Optional.of(Shortfall.NOT_DECODABLE), why));
                });
    }

    /** What kept a call from being made. A stretch that can't be decoded is none of the model's concern, and the local analyzers know more of it. */
    private static Mono<CallEnd> unmade(Throwable error, LanePass pass) {
        return switch (error) {
            case FileTrouble file -> {
                pass.release();
                yield Mono.just(new CallEnd.Failed(file.trouble(), false));
            }
            case StageFailure failure
            when failure.failure().code() == MediaFailure.MEDIA_NOT_DECODABLE -> {
                pass.release();
                yield Mono.just(new CallEnd.NothingToShow(failure.failure().message()));
            }
            default -> Mono.error(error);
        };
    }

    private Mono<List<PieceResult>> answered(Talk talk, Progress progress, Order order, Response response) {
        return till.answered(order.call().digest(), new KeptAnswer(response, order.room()))
                .then(Mono.defer(() -> {
                    tools.standings().answered(order.model());
                    return heard(talk, progress, order.call(), response);
                }));
    }

    private Mono<List<PieceResult>> heard(Talk talk, Progress progress, Call call, Response response) {
        String model = call.model();
        models.add(response.modelVersion().isEmpty() ? model : response.modelVersion());
        NextStep next =
                tools.course().after(Judge.judge(response, talk.piece(), orders.pictures()), talk.piece(), progress);
        if (next instanceof NextStep.End || next instanceof NextStep.Halve) {
            till.tab().note(PieceNote.answered(errand.job().ticket().run(), talk.piece(), model));
        }
        return follow(talk, next);
    }

    private Mono<List<PieceResult>> failed(Talk talk, Progress progress, CallEnd.Failed failed) {
        String model = tools.course().model(progress);
        tools.standings().troubled(model, failed.trouble(), tools.clock().instant());
        NextStep next = tools.course().after(failed.trouble(), talk.piece(), progress);
        return switch (next) {
            case NextStep.Hold(Duration wait, String why) ->
                lanes.hold(model, wait.isZero() ? tools.standings().pause(model) : wait, why)
                        .flatMap(Mono::error);
            case NextStep.HoldForTheDay(Progress after, String why) ->
                lanes.hold(model, lanes.untilMidnight(), why).then(step(talk, after, false));
            case NextStep.WaitForTheDay(String why) ->
                lanes.hold(model, lanes.untilMidnight(), why).flatMap(Mono::error);
            case NextStep.Stop(String why) -> {
                errand.job().note(NoteLevel.ERROR, "Gemini refuses our key, so only the local analyzers serve: " + why);
                yield unanswered(talk, progress, Hindrances.refused(why));
            }
            default -> unanswered(talk, progress, next);
        };
    }

    private Mono<List<PieceResult>> follow(Talk talk, NextStep next) {
        return switch (next) {
            case NextStep.Ask(Progress progress, Duration wait, boolean fresh) ->
                (wait.isZero() ? Mono.empty() : Mono.delay(wait, Schedulers.boundedElastic()))
                        .then(step(talk, progress, fresh));
            case NextStep.Halve(Progress progress) ->
                Flux.fromIterable(talk.piece().halves())
                        .concatMap(half -> about(half, progress.model(), talk.deadline()))
                        .concatMapIterable(results -> results)
                        .collectList();
            case NextStep.End end -> end(talk, end);
            case NextStep.Hold _, NextStep.HoldForTheDay _, NextStep.WaitForTheDay _, NextStep.Stop _ ->
                Mono.error(new IllegalStateException("Expected a step of its own, but got " + next));
        };
    }

    private Mono<List<PieceResult>> end(Talk talk, NextStep.End end) {
        Set<String> its = Set.copyOf(models);
        models.clear();
        return Mono.just(
                List.of(new PieceResult(talk.piece(), end.status(), end.draft(), end.shortfall(), end.problem(), its)));
    }
}
