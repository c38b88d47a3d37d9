package dev.rushes.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rushes.media.store.Digests;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.work.WorkFolders;
import dev.rushes.render.domain.Film;
import dev.rushes.render.domain.FilmFormat;
import dev.rushes.render.domain.FilmOptions;
import dev.rushes.render.domain.FinishedRender;
import dev.rushes.render.domain.Planning;
import dev.rushes.render.domain.RenderPlan;
import dev.rushes.render.domain.RenderPlanner;
import dev.rushes.render.domain.RenderRequest;
import dev.rushes.render.ffmpeg.CheckedFilm;
import dev.rushes.render.ffmpeg.FilmMaker;
import dev.rushes.render.storage.FilmParts;
import dev.rushes.render.storage.Manifests;
import dev.rushes.render.storage.RenderKey;
import dev.rushes.render.storage.Timelines;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.Stage;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageContext.NoteLevel;
import dev.rushes.runtime.stage.StageFailure;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Makes the film: reads the cut, plans, encodes, checks, stores, remembers. A film that has been made of the same timeline, footage and options
 * is announced again without touching a tool.
 */
final class RenderStage implements Stage<RenderRequest, FinishedRender> {
    private final ObjectStore store;
    private final WorkFolders folders;
    private final Timelines timelines;
    private final Manifests manifests;
    private final RenderPlanner planner;
    private final FilmMaker maker;

    RenderStage(ObjectStore store, WorkFolders folders, Timelines timelines, RenderPlanner planner, FilmMaker maker) {
        this.store = store;
        this.folders = folders;
        this.timelines = timelines;
        this.manifests = new Manifests(store);
        this.planner = planner;
        this.maker = maker;
    }

    @Override
    public Mono<Outcome<FinishedRender>> handle(RenderRequest request, StageContext<FinishedRender> job) {
        FilmOptions options = options(job.ticket().options());
        JobKeys keys = new JobKeys(job.ticket().tenant(), job.ticket().jobId());
        RenderKey key = RenderKey.of(request, options);
        return manifests.finished(keys, key).flatMap(finished -> finished.map(RenderStage::announceAgain)
                .orElseGet(() ->
                        plan(request, options).flatMap(planning -> act(planning, new Order(request, keys, key), job))));
    }

    /** What is to be made and where it goes. */
    private record Order(RenderRequest request, JobKeys keys, RenderKey key) {}

    private static Mono<Outcome<FinishedRender>> announceAgain(List<Film> films) {
        return Mono.just(Outcome.repeated(List.of(new FinishedRender(films))));
    }

    private Mono<Planning> plan(RenderRequest request, FilmOptions options) {
        return timelines
                .read(request.timeline())
                .onErrorMap(
                        IllegalArgumentException.class,
                        problem -> new StageFailure(
                                RenderFailure.TIMELINE_UNREADABLE, String.valueOf(problem.getMessage()), problem))
                .map(cut -> planner.plan(cut, request.info(), options));
    }

    private Mono<Outcome<FinishedRender>> act(Planning planning, Order order, StageContext<FinishedRender> job) {
        return switch (planning) {
            case Planning.Planned planned -> {
                planned.notes().forEach(note -> job.note(NoteLevel.WARNING, note));
                yield make(planned.plan(), order, job);
            }
            case Planning.TooLong(var length, var limit) ->
                failed(
                        RenderFailure.FILM_TOO_LONG,
                        "Expected a film of at most %d s, but the cut is %.1f s long: ask for a shorter one"
                                .formatted(limit.toSeconds(), length.toDouble()));
            case Planning.Empty(var why) -> failed(RenderFailure.TIMELINE_EMPTY, why);
            case Planning.Unfit(var why) -> failed(RenderFailure.FILM_OPTIONS_UNFIT, why);
        };
    }

    private static Mono<Outcome<FinishedRender>> failed(RenderFailure code, String message) {
        return Mono.just(Outcome.failed(Failure.of(code, message)));
    }

    private Mono<Outcome<FinishedRender>> make(RenderPlan plan, Order order, StageContext<FinishedRender> job) {
        return parts(plan, order)
                .flatMap(parts -> folders.use("render-" + job.ticket().jobId(), folder -> store.fetch(
                                        order.request().media(), folder)
                                .flatMap(media -> maker.make(media, plan, parts, folder, job))
                                .flatMap(film -> publish(film, plan, order)))
                        .flatMap(film -> manifests
                                .remember(order.keys(), order.key(), List.of(film))
                                .then(maker.forget(plan, parts))
                                .thenReturn(Outcome.done(new FinishedRender(List.of(film))))));
    }

    private Mono<FilmParts> parts(RenderPlan plan, Order order) {
        return maker.recipe(plan)
                .map(recipe -> Digests.of((order.request().media().sha256() + "\n" + recipe).getBytes(UTF_8)))
                .map(film -> new FilmParts(store, order.keys(), film));
    }

    private Mono<Film> publish(CheckedFilm film, RenderPlan plan, Order order) {
        FilmFormat format = plan.format();
        String key = order.keys().render(Film.NAME, format.extension());
        return store.put(key, film.file(), format.contentType()).map(object -> film(object, film, plan));
    }

    private static Film film(StoredObject object, CheckedFilm film, RenderPlan plan) {
        return new Film(
                Film.NAME,
                object,
                plan.format(),
                plan.size().width(),
                plan.size().height(),
                film.duration(),
                plan.audible());
    }

    private static FilmOptions options(JobOptions options) {
        FilmFormat format =
                switch (options.format()) {
                    case MP4 -> FilmFormat.MP4;
                    case WEBM -> FilmFormat.WEBM;
                    case GIF -> FilmFormat.GIF;
                };
        return new FilmOptions(format, options.maxHeight());
    }
}
