package dev.rushes.render.ffmpeg;

import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.Probe;
import dev.rushes.media.ffmpeg.ToolLimits;
import dev.rushes.media.ffmpeg.ToolRun;
import dev.rushes.render.domain.RenderPlan;
import dev.rushes.render.domain.Segment;
import dev.rushes.render.ffmpeg.SegmentEncoder.Encoded;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageContext.NoteLevel;
import dev.rushes.runtime.stage.StageFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Makes a planned film: encodes segment after segment, joins them, checks the result. However long the footage is, only the wanted stretches are
 * decoded, and one decoder at a time holds memory.
 */
public final class FilmMaker {
    private final Ffmpeg ffmpeg;
    private final EncoderSettings settings;
    private final ToolLimits limits;
    private final SourceClock clock;
    private final SegmentEncoder encoder;
    private final FilmInspector inspector;

    /**
     * @param limits of each single run of the tool
     */
    public FilmMaker(Ffmpeg ffmpeg, Probe probe, EncoderSettings settings, ToolLimits limits) {
        this.ffmpeg = ffmpeg;
        this.settings = settings;
        this.limits = limits;
        this.clock = new SourceClock(ffmpeg, limits);
        this.encoder = new SegmentEncoder(ffmpeg, settings, limits);
        this.inspector = new FilmInspector(probe);
    }

    /**
     * What encoded segments follow from, beside the footage: the plan, the settings, the build of the encoder. Segments of different recipes
     * can't be joined.
     */
    public Mono<String> recipe(RenderPlan plan) {
        return ffmpeg.version().map(version -> plan + "\n" + settings + "\n" + version);
    }

    /**
     * Makes the film inside the folder.
     *
     * @param media the footage
     * @param shelf keeps encoded segments for another try; whatever does not pass as a film is let go
     * @param folder scratch folder; the film is in it until the folder is removed
     * @param job who to tell about progress and about stretches that can not be shown
     * @return the film, checked; errors with {@link StageFailure}: kind input if nothing of the footage decodes, otherwise the tool's
     */
    public Mono<CheckedFilm> make(Path media, RenderPlan plan, SegmentShelf shelf, Path folder, StageContext<?> job) {
        FilmProgress progress = new FilmProgress(plan, job::progress);
        return clock.delay(media, plan)
                .map(delay -> new FilmWork(media, folder, plan, delay))
                .flatMap(work -> encodeAll(work, shelf, progress, job).then(Mono.defer(() -> finish(work, progress)
                        .onErrorResume(failure -> forget(work.plan(), shelf).then(Mono.error(failure))))));
    }

    /** Lets go of what is kept for a film. */
    public Mono<Void> forget(RenderPlan plan, SegmentShelf shelf) {
        return Flux.fromIterable(plan.segments())
                .concatMap(segment -> shelf.remove(FilmWork.parts(plan, segment)))
                .then();
    }

    private Mono<CheckedFilm> finish(FilmWork work, FilmProgress progress) {
        return join(work, progress).then(Mono.defer(() -> inspector.inspect(work.path(work.film()), work.plan())));
    }

    private Mono<List<Encoded>> encodeAll(
            FilmWork work, SegmentShelf shelf, FilmProgress progress, StageContext<?> job) {
        return Flux.fromIterable(work.plan().segments())
                .concatMap(segment -> encoder.encode(work, segment, shelf, progress))
                .doOnNext(encoded -> encoded.loss().ifPresent(loss -> tellLoss(encoded.segment(), job)))
                .collectList()
                .flatMap(FilmMaker::requireSomething);
    }

    private static void tellLoss(Segment segment, StageContext<?> job) {
        job.note(
                NoteLevel.WARNING,
                "No picture could be decoded between %.2f s and %.2f s of the footage: the film is black there."
                        .formatted(
                                segment.source().start().toDouble(),
                                segment.source().end().toDouble()));
    }

    private static Mono<List<Encoded>> requireSomething(List<Encoded> segments) {
        Optional<StageFailure> first = segments.getFirst().loss();
        boolean nothing = segments.stream().allMatch(encoded -> encoded.loss().isPresent());
        return nothing && first.isPresent() ? Mono.error(first.get()) : Mono.just(segments);
    }

    private Mono<Void> join(FilmWork work, FilmProgress progress) {
        Mono<Path> list = Mono.fromCallable(
                        () -> Files.writeString(work.path(FilmWork.PICTURE_LIST), JoinCommand.pictureList(work.plan())))
                .subscribeOn(Schedulers.boundedElastic());
        return list.then(Mono.defer(() -> ffmpeg.run(
                        new ToolRun("join the film", JoinCommand.of(work, ffmpeg), work.folder(), limits),
                        progress::joining)))
                .then();
    }
}
