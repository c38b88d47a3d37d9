package dev.rushes.analysis.gemini;

import dev.rushes.analysis.analyzer.Errand;
import dev.rushes.analysis.domain.Insight.Status;
import dev.rushes.analysis.gemini.domain.Allowance;
import dev.rushes.analysis.gemini.domain.CallEnd;
import dev.rushes.analysis.gemini.domain.Course;
import dev.rushes.analysis.gemini.domain.Draft;
import dev.rushes.analysis.gemini.domain.Estimate;
import dev.rushes.analysis.gemini.domain.Judge;
import dev.rushes.analysis.gemini.domain.Manner;
import dev.rushes.analysis.gemini.domain.NextStep;
import dev.rushes.analysis.gemini.domain.Piece;
import dev.rushes.analysis.gemini.domain.PieceResult;
import dev.rushes.analysis.gemini.domain.PriceList.Price;
import dev.rushes.analysis.gemini.domain.Progress;
import dev.rushes.analysis.gemini.domain.Response;
import dev.rushes.analysis.gemini.domain.Wording;
import dev.rushes.analysis.gemini.http.FileTrouble;
import dev.rushes.analysis.gemini.wire.Question;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.value.Track;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.LaneBusy;
import dev.rushes.runtime.stage.LanePass;
import dev.rushes.runtime.stage.StageContext.NoteLevel;
import dev.rushes.runtime.stage.StageFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The asking about one chunk: carries out what {@link Course} decides, one call at a time. */
final class Conversation {
    /** Where the days of the service begin. */
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    private final Tools tools;
    private final Errand errand;
    private final Allowance allowance;
    private final Tab tab;
    private final JobKeys keys;
    private final Instant deadline;
    private final boolean pictures;

    /** A piece with its film, while it is asked about. */
    private record Talk(Piece piece, FilmAtHand film) {}

    /** One question, what it may cost, and what its answer is remembered by. */
    private record Call(Question question, String digest, long inputTokens, long most) {}

    Conversation(Tools tools, Errand errand, Allowance allowance) {
        this.tools = tools;
        this.errand = errand;
        this.allowance = allowance;
        this.tab = new Tab(tools.prices());
        this.keys = new JobKeys(
                errand.job().ticket().tenant(), errand.job().ticket().jobId());
        this.deadline = tools.clock().instant().plus(tools.settings().patience());
        this.pictures = errand.chunk().track() == Track.VIDEO;
    }

    /** Asks about a piece, or about its halves. */
    Mono<List<PieceResult>> about(Piece piece) {
        return about(piece, 0);
    }

    private Mono<List<PieceResult>> about(Piece piece, int model) {
        return Mono.usingWhen(
                Mono.fromSupplier(() -> new Talk(piece, new FilmAtHand(tools, errand, piece))),
                talk -> step(talk, tools.course().start(model), false),
                talk -> talk.film().remove());
    }

    private Mono<List<PieceResult>> step(Talk talk, Progress progress, boolean fresh) {
        return Mono.defer(() -> {
            Instant now = tools.clock().instant();
            String model = tools.course().model(progress);
            Optional<String> stopped = tools.standings().stopped(now);
            if (stopped.isPresent()) {
                return end(talk, Status.FAILED, Draft.EMPTY, stopped.get());
            }
            if (now.isAfter(deadline)) {
                return follow(talk, Course.giveUp(progress, "there was no time left for another try"));
            }
            Optional<String> away = tools.standings().away(model, now);
            if (away.isPresent()) {
                return follow(talk, tools.course().skip(progress, away.get()));
            }
            return call(talk.piece(), progress)
                    .map(call -> known(talk, progress, call, fresh))
                    .orElseGet(() ->
                            follow(talk, Course.giveUp(progress, "the job's budget does not allow for another call")));
        });
    }

    /** The question, as long an answer as the budget allows; empty if it allows none. */
    private Optional<Call> call(Piece piece, Progress progress) {
        String model = tools.course().model(progress);
        Manner manner = progress.manner();
        long input = Estimate.inputTokens(piece, pictures, manner.fps());
        Price price = tab.price(model, today());
        OptionalInt room = allowance.room(tab.spent(), price, input, manner.maxOutputTokens());
        if (room.isEmpty()) {
            return Optional.empty();
        }
        Manner affordable = manner.withMaxOutputTokens(room.getAsInt());
        Question question = new Question(
                model, Wording.question(errand.chunk().index() + 1, piece, affordable), affordable, pictures);
        String digest = AnswerStore.digest(
                errand.chunk().chunk().sha256(), tools.proxy().recipe(errand.chunk(), piece), question.identity());
        return Optional.of(new Call(question, digest, input, price.most(input, room.getAsInt())));
    }

    private Mono<List<PieceResult>> known(Talk talk, Progress progress, Call call, boolean fresh) {
        return tools.answers().find(keys, call.digest()).flatMap(kept -> kept.map(
                        response -> heard(talk, progress, call, response, true))
                .orElseGet(() -> ask(talk, progress, call, fresh)));
    }

    private Mono<List<PieceResult>> ask(Talk talk, Progress progress, Call call, boolean fresh) {
        return reserve(call)
                .map(Optional::of)
                .onErrorResume(
                        LaneBusy.class,
                        busy -> farAway(busy, progress) ? Mono.just(Optional.empty()) : Mono.error(busy))
                .flatMap(pass -> pass.map(its -> ask(talk, progress, call, its, fresh))
                        .orElseGet(() ->
                                follow(talk, tools.course().skip(progress, "it takes no calls for a long while"))));
    }

    /** Whether waiting for the model is worse than asking the next one. */
    private boolean farAway(LaneBusy busy, Progress progress) {
        Instant soon = tools.clock().instant().plus(tools.settings().switchAfter());
        return progress.model() + 1 < tools.settings().models().size()
                && busy.until().filter(until -> until.isAfter(soon)).isPresent();
    }

    private Mono<LanePass> reserve(Call call) {
        return errand.job().lane(GeminiAnalyzer.lane(call.question().model())).reserve(call.inputTokens());
    }

    private Mono<List<PieceResult>> ask(Talk talk, Progress progress, Call call, LanePass pass, boolean fresh) {
        return talk.film()
                .film(fresh)
                .flatMap(film ->
                        tools.models().ask(call.question(), film, talk.piece().seconds()))
                .onErrorResume(FileTrouble.class, error -> Mono.just(new CallEnd.Failed(error.trouble(), false)))
                // What follows is told, counted and parsed: none of it belongs on the thread that reads from the
                // network.
                .publishOn(Schedulers.boundedElastic())
                .flatMap(end -> switch (end) {
                    case CallEnd.Answered(Response response) -> {
                        pass.settle(
                                response.usage().map(usage -> usage.prompt()).orElse(call.inputTokens()));
                        yield tools.answers()
                                .keep(keys, call.digest(), response)
                                .then(Mono.defer(() -> heard(talk, progress, call, response, false)));
                    }
                    case CallEnd.Failed failed -> {
                        pass.settle(failed.lost() ? call.inputTokens() : 0);
                        yield failed(talk, progress, call, failed);
                    }
                });
    }

    private Mono<List<PieceResult>> heard(Talk talk, Progress progress, Call call, Response response, boolean reused) {
        tools.standings().answered(call.question().model());
        tab.answered(call.question().model(), response, today(), reused)
                .filter(_ -> !reused)
                .ifPresent(errand.job()::spent);
        return follow(
                talk, tools.course().after(Judge.judge(response, talk.piece(), pictures), talk.piece(), progress));
    }

    private Mono<List<PieceResult>> failed(Talk talk, Progress progress, Call call, CallEnd.Failed failed) {
        String model = call.question().model();
        tools.standings().troubled(model, failed.trouble(), tools.clock().instant());
        if (failed.lost()) {
            tab.lost(call.most());
        }
        NextStep next = tools.course().after(failed.trouble(), talk.piece(), progress);
        return switch (next) {
            case NextStep.Hold(Duration wait, String why) ->
                hold(model, wait.isZero() ? tools.standings().pause(model) : wait, why)
                        .flatMap(Mono::error);
            case NextStep.HoldForTheDay(Progress after, String why) ->
                hold(model, untilMidnight(), why).then(step(talk, after, false));
            case NextStep.WaitForTheDay(String why) ->
                hold(model, untilMidnight(), why).flatMap(Mono::error);
            case NextStep.Stop(String why) -> {
                errand.job().note(NoteLevel.ERROR, "Gemini refuses our key, so only the local analyzers serve: " + why);
                yield end(talk, Status.FAILED, Draft.EMPTY, why);
            }
            default -> follow(talk, next);
        };
    }

    private Mono<List<PieceResult>> follow(Talk talk, NextStep next) {
        return switch (next) {
            case NextStep.Ask(Progress progress, Duration wait, boolean fresh) ->
                (wait.isZero() ? Mono.empty() : Mono.delay(wait, Schedulers.boundedElastic()))
                        .then(step(talk, progress, fresh));
            case NextStep.Halve(Progress progress) ->
                Flux.fromIterable(talk.piece().halves())
                        .concatMap(half -> about(half, progress.model()))
                        .concatMapIterable(results -> results)
                        .collectList();
            case NextStep.End(Status status, Draft draft, String problem) -> end(talk, status, draft, problem);
            case NextStep.Hold _, NextStep.HoldForTheDay _, NextStep.WaitForTheDay _, NextStep.Stop _ ->
                Mono.error(new IllegalStateException("Expected a step of its own, but got " + next));
        };
    }

    /** Pauses the model's lane on every instance; gives what the record ends with if it has to wait. */
    private Mono<StageFailure> hold(String model, Duration wait, String why) {
        Instant until = tools.clock().instant().plus(wait);
        StageFailure throttled = new StageFailure(new Failure(
                GeminiFailure.GEMINI_THROTTLED,
                "Expected " + model + " to take a call, but it asks to wait for " + wait.toSeconds() + " s: " + why,
                Optional.of(wait)));
        return errand.job().lane(GeminiAnalyzer.lane(model)).hold(until, why).thenReturn(throttled);
    }

    private Duration untilMidnight() {
        Instant now = tools.clock().instant();
        Instant midnight = today().plusDays(1).atStartOfDay(PACIFIC).toInstant();
        return Duration.between(now, midnight).plusSeconds(1);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(tools.clock().instant(), PACIFIC);
    }

    private Mono<List<PieceResult>> end(Talk talk, Status status, Draft draft, String problem) {
        return Mono.just(List.of(new PieceResult(talk.piece(), status, draft, problem, tab.models(), tab.close())));
    }
}
